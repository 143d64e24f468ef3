import { fail, throwIfAny } from '../errors.js';
import type { Discussion as DiscussionDocument } from '../generated/discussion.js';
import { refuseFaults } from './checks/check.js';
import { branchOptions, interjection, nobodyModerates } from './checks/discussion-checks.js';
import type { Talk } from './open-talk.js';
import type { BranchOptions, Comment, DiscussionOptions, Interjection, Past } from './options.js';

/**
 * One discussion, comment by comment: `for await (const comment of discussion)`. The seed opinions come first. Nothing is
 * made ahead: a comment is generated when it is asked for, so leaving the loop stops the discussion, and another loop goes
 * on with it. Left alone, it is the first discussion of a `DiscussionExperiment` with the same options.
 *
 * The iterator throws a `SyndiscoError` as `DiscussionExperiment.begin` does, and `SYNDISCO_REQUEST_FAILED`,
 * `SYNDISCO_REQUEST_REFUSED` or `SYNDISCO_REQUEST_TIMED_OUT` for a comment that could not be made; going on tries it again.
 */
export class Discussion implements AsyncIterableIterator<Comment, undefined> {
  readonly options: DiscussionOptions;
  #past: Past = { completions: [], interjections: [], moderations: [], seeds: [] };
  #suffix = '';
  #branches = 0;
  #seen = 0;
  /** Of a branch that has not yet been asked for a comment. */
  #inherited: readonly Comment[] = [];
  readonly #pending: Interjection[] = [];
  #talk: Promise<Talk> | undefined;
  #opened: Talk | undefined;
  /** Settles when the latest `next` has: one comment is made at a time. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: DiscussionOptions) {
    this.options = options;
  }

  /** The comments so far, seed opinions and injected ones included; the index of a comment is its `turn`. */
  get comments(): readonly Comment[] {
    const made = this.#opened?.comments ?? [];
    return made.length < this.#seen ? this.#inherited : made.slice(0, this.#seen);
  }

  /**
   * Says something under any name, after the latest comment: as a participant or the moderator if it is theirs, otherwise
   * as somebody from outside. Its `model` is `injected`. Throws `SYNDISCO_DISCUSSION_ENDED` after the end.
   */
  inject(comment: Interjection): void {
    refuseFaults(comment, interjection, 'comment');
    this.#refuseEnded('inject');
    const { name, text } = comment;
    this.#pending.push({ name, text });
  }

  /**
   * A copy that goes on by itself from here, with the same comments so far. With the same seed it goes on with the same
   * comments as the original, until something differs: a comment is injected into one of them, or the branch has another
   * `when` (`() => false`: no moderator from here on) or `seed`. Throws `SYNDISCO_DISCUSSION_ENDED` after the end.
   */
  branch(options: BranchOptions = {}): Discussion {
    refuseFaults(options, branchOptions, '');
    this.#refuseEnded('branch');
    const { when, seed } = options;
    if (when && !this.options.moderator) throwIfAny([nobodyModerates]);
    const branch = new Discussion({ ...this.options, ...(when && { when }) });
    const seeds = seed === undefined ? [] : [{ from: this.#seen, seed }];
    const { completions, interjections, moderations } = this.#past;
    branch.#past = {
      completions: [...completions],
      interjections: [...interjections],
      moderations: [...moderations],
      seeds: [...this.#past.seeds, ...seeds],
    };
    branch.#pending.push(...this.#pending);
    branch.#seen = this.#seen;
    branch.#inherited = this.comments;
    this.#branches += 1;
    branch.#suffix = `${this.#suffix}.${this.#branches}`;
    return branch;
  }

  next(): Promise<IteratorResult<Comment, undefined>> {
    const before = this.#last;
    const step = before.then(() => this.#step());
    this.#last = step.catch(() => undefined);
    return step;
  }

  async #step(): Promise<IteratorResult<Comment, undefined>> {
    const talk = await this.#open();
    await talk.advance(this.#seen);
    const comment = talk.comments[this.#seen];
    if (!comment) return { done: true, value: undefined };
    this.#seen += 1;
    return { done: false, value: comment };
  }

  /** Called when a loop is left; the discussion waits. */
  return(): Promise<IteratorResult<Comment, undefined>> {
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** The comments so far as the document that a run publishes (docs/outputs.md), whole or not. */
  async document(): Promise<DiscussionDocument> {
    const talk = await this.#open();
    await talk.advance(this.#seen - 1);
    return talk.document(this.#seen, this.#suffix);
  }

  async #open(): Promise<Talk> {
    this.#talk ??= import('./engine.js').then(({ openTalk }) =>
      openTalk(this.options, { past: this.#past, pending: this.#pending }),
    );
    this.#opened = await this.#talk;
    return this.#opened;
  }

  #refuseEnded(what: 'inject' | 'branch'): void {
    if (!this.#opened?.isEnded) return;
    throw fail({
      code: 'SYNDISCO_DISCUSSION_ENDED',
      what: `${what}() was called after the end of the discussion: nothing comes after it.`,
      todo: 'Call it in the loop over the comments, or raise numTurns.',
    });
  }
}
