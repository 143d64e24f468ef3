import type { Detector } from '../detector.js';

/**
 * Declines to write: `I'm sorry, but I can't assist with that.` What is declined must be the writing. English only. False
 * positives: a character who refuses to go on talking.
 */
export const refusal: Detector = { finds: (raw) => declined.test(raw) || unwilling.test(raw) };

const not = String.raw`(?:can['’]?t|cannot|can not|won['’]t|will not|(?:am|['’]m)(?: really| sorry,? but)? (?:unable|not able|not comfortable|not allowed|not going)|must (?:respectfully )?decline|decline|inappropriate for me)`;
const writing = String.raw`(?:assist (?:you )?with (?:that|this|content|your|the request)|help (?:you )?with (?:that|this)(?: request| task)?\s*(?:[.!,]|$)|(?:fulfil+|comply with|complete) (?:this|that|your|the) (?:request|task|prompt)|(?:generate|create|produce) (?:a |an |this |that |such |any )?(?:comment|response|reply|content|text)|(?:provide|give|offer|write|post) (?:a|an|any|this|that|the)? ?(?:opinion|comment|response|reply|statement)|engage in (?:role-?play|this)|participate in (?:this|the|such) (?:discussion|conversation|debate)|take part in (?:this|the|such) (?:discussion|conversation|debate)|continue (?:this|the) (?:conversation|discussion)|comment on (?:this|that|night|political|the topic|such)|writ(?:e|ing) in the voice|pretend to be|role-?play)`;
const declined = new RegExp(`\\bI?['’ ]?${not}\\b(?: to)? (?:\\w+ ){0,2}?${writing}`, 'i');
const unwilling =
  /\bgoes against my (?:guidelines|programming|principles|policy)|\bas it (?:may|might|could) be harmful\b/i;
