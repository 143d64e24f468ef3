/** A row of features. */
type Features = ArrayLike<number>;

/** The log odds of the class 1 for a row of features. */
type Classifier = (row: Features) => number;

const ridge = 1;
const mostSteps = 25;

/**
 * Logistic regression by iteratively reweighted least squares, with a ridge penalty of 1 on the standardised
 * coefficients (Hastie, Tibshirani & Friedman 2009, 4.4), so that classes that can be separated have a solution.
 */
export function fitLogistic(rows: readonly Features[], classes: readonly (0 | 1)[]): Classifier {
  const { standardise, size } = standardiser(rows);
  const standard = rows.map(standardise);
  let weights = new Float64Array(size);
  for (let step = 0; step < mostSteps; step += 1) {
    const change = newtonStep(standard, classes, weights);
    weights = weights.map((weight, index) => weight + (change[index] ?? 0));
    if (change.every((each) => Math.abs(each) < 1e-6)) break;
  }
  return (row) => dot(weights, standardise(row));
}

/** To mean 0 and variance 1, after a leading 1 for the intercept. */
function standardiser(rows: readonly Features[]): { standardise: (row: Features) => Float64Array; size: number } {
  const width = rows[0]?.length ?? 0;
  const [means, scales] = [new Float64Array(width), new Float64Array(width)];
  for (let column = 0; column < width; column += 1) {
    let [sum, squares] = [0, 0];
    for (const row of rows) sum += row[column] ?? 0;
    const mean = sum / rows.length;
    for (const row of rows) squares += ((row[column] ?? 0) - mean) ** 2;
    means[column] = mean;
    scales[column] = Math.sqrt(squares / rows.length) || 1;
  }
  const standardise = (row: Features): Float64Array => {
    const standard = new Float64Array(width + 1);
    standard[0] = 1;
    for (let column = 0; column < width; column += 1) {
      standard[column + 1] = ((row[column] ?? 0) - (means[column] ?? 0)) / (scales[column] ?? 1);
    }
    return standard;
  };
  return { standardise, size: width + 1 };
}

/** The solution of (XᵀWX + λI) d = Xᵀ(y − p) − λw; the intercept is not penalised. */
function newtonStep(rows: readonly Float64Array[], classes: readonly (0 | 1)[], weights: Float64Array): Float64Array {
  const size = weights.length;
  const gradient = weights.map((weight, index) => (index === 0 ? 0 : -ridge * weight));
  const hessian = Array.from({ length: size }, (_, index) => {
    const row = new Float64Array(size);
    row[index] = index === 0 ? 1e-9 : ridge;
    return row;
  });
  rows.forEach((row, index) => {
    const p = 1 / (1 + Math.exp(-dot(weights, row)));
    const [error, weight] = [(classes[index] ?? 0) - p, p * (1 - p)];
    for (let one = 0; one < size; one += 1) {
      const value = row[one] ?? 0;
      gradient[one] = (gradient[one] ?? 0) + error * value;
      const target = hessian[one];
      if (!target || value === 0) continue;
      for (let other = 0; other <= one; other += 1) {
        target[other] = (target[other] ?? 0) + weight * value * (row[other] ?? 0);
      }
    }
  });
  return solve(hessian, gradient);
}

/** Solves a symmetric positive definite system, given by its lower half, by Cholesky decomposition in place. */
function solve(lower: readonly Float64Array[], right: Float64Array): Float64Array {
  decompose(lower);
  const at = (row: number, column: number): number => lower[row]?.[column] ?? 0;
  const [solution, size] = [Float64Array.from(right), right.length];
  for (let row = 0; row < size; row += 1) {
    let value = solution[row] ?? 0;
    for (let column = 0; column < row; column += 1) value -= at(row, column) * (solution[column] ?? 0);
    solution[row] = value / at(row, row);
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    let value = solution[row] ?? 0;
    for (let below = row + 1; below < size; below += 1) value -= at(below, row) * (solution[below] ?? 0);
    solution[row] = value / at(row, row);
  }
  return solution;
}

function decompose(lower: readonly Float64Array[]): void {
  const at = (row: number, column: number): number => lower[row]?.[column] ?? 0;
  lower.forEach((target, row) => {
    for (let column = 0; column <= row; column += 1) {
      let value = at(row, column);
      for (let inner = 0; inner < column; inner += 1) value -= at(row, inner) * at(column, inner);
      target[column] = row === column ? Math.sqrt(Math.max(value, 1e-12)) : value / at(column, column);
    }
  });
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < one.length; index += 1) sum += (one[index] ?? 0) * (other[index] ?? 0);
  return sum;
}
