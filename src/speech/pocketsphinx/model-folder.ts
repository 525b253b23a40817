/** Where Debian's `pocketsphinx-en-us` lies. */
export const MODEL_FOLDER = '/usr/share/pocketsphinx/model/en-us'
