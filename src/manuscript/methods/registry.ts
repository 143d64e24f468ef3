import { annotation } from './annotation.js';
import { data } from './data.js';
import { design } from './design.js';
import { discussions } from './discussions.js';
import { models } from './models.js';
import { prompts } from './prompts.js';
import type { Section } from './section.js';
import { software } from './software.js';

/** The paragraphs of the methods section, in order. */
export const sections: readonly Section[] = [design, discussions, prompts, models, annotation, data, software];
