/** Comments of people in a calm town hall are calm, and annotators give calm comments lower labels: a known effect. */
export function load() {
  return {
    slots: 8,
    model: { engine: 'calm', engine_version: '1' },
    generate({ system, closing, sampling }) {
      const draw = (sampling.seed % 1000) / 1000;
      const word = system.includes('calm town hall') ? 'calmly' : 'loudly';
      if (!closing.endsWith('Output:'))
        return Promise.resolve(draw < 0.1 ? '' : `${word} number ${sampling.seed % 97}`);
      const shift = closing.includes('\ncalmly') ? 0 : 1.2;
      const stance = draw < (shift > 0 ? 0.3 : 0.6) ? 'for' : 'against';
      const mood = ['heated', 'calm', 'serene'][Math.min(2, Math.floor(draw * 2.4 + (shift > 0 ? 0 : 0.8)))];
      return Promise.resolve(JSON.stringify({ toxicity: Math.min(5, 1 + Math.floor(draw * 3 + shift)), stance, mood }));
    },
  };
}
