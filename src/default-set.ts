/** The name of the annotation set that is made without `--as`. */
export const defaultSet = 'default';
