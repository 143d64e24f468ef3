/** The name of the form in which annotators are asked as the config says, without changes. */
export const plainForm = 'plain';
