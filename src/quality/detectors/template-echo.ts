import type { Detector } from '../detector.js';

/**
 * Marks of a chat template, headings of a prompt, or a blank that nobody filled in: `Nobody will die.</s>`,
 * `### Response:`, `Thanks, [Name].` False positives: comments about such marks; a real heading with three `#`.
 */
export const templateEcho: Detector = {
  finds: (raw) => mark.test(raw) || blank.test(raw),
  strip(raw) {
    let text = raw.trimStart();
    for (let lead = leading.exec(text); lead; lead = leading.exec(text)) text = text.slice(lead[0].length).trimStart();
    const end = text.search(mark);
    return (end < 0 ? text : text.slice(0, end)).trim();
  },
};

const token = String.raw`<[|｜][^|｜>\n]{1,40}[|｜]?>|\[/?INST\]|<</?SYS>>|</s>|<(?:bos|eos|pad|unk)>|<(?:start|end)_of_turn>`;
const heading = String.raw`#{3,}[ \t]*\S[^\n]{0,40}:|#{2,}[ \t]*(?:Instruction|Response|Input|Output|Question|Answer|Reply|System|User|Assistant|Human|Context|Task|Prompt)s?\b:?`;
const roleLine = String.raw`(?:Human|HUMAN|Assistant|ASSISTANT|User|USER|System|SYSTEM)[ \t]*:|User response\b`;
const mark = new RegExp(`${token}|^[ \\t]*(?:${heading}|${roleLine})`, 'mu');
const leading = new RegExp(
  `^(?:(?:${token})(?:[ \\t]*(?:assistant|user|system|model)\\b)?|${heading}|${roleLine})`,
  'u',
);
const blank =
  /\[(?:your|insert|enter|add|name|date|town|city|place|company|topic|recipient|user ?name|[\p{L}'’]{1,20} name)\b[^\]\n]{0,40}\](?!\()|\{\{[ \t]*\w+[ \t]*\}\}|\{(?:user|char|name|username)\}/iu;
