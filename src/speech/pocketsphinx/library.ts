import koffi from 'koffi'

/**
 * PocketSphinx 5prealpha as Debian ships it (libpocketsphinx3, libsphinxbase3), called through koffi. Only ears' child
 * processes load it: a crash in native code takes them, not the program.
 */
export const loadPocketSphinx = () => {
  const base = koffi.load('libsphinxbase.so.3')
  const sphinx = koffi.load('libpocketsphinx.so.3')
  const c = koffi.load('libc.so.6')
  return {
    setLog: base.func('void err_set_logfp(void*)'),
    parseArguments: base.func('void* cmd_ln_parse_r(void*, void*, int, const char**, int)'),
    freeArguments: base.func('int cmd_ln_free_r(void*)'),
    readGrammar: base.func('void* fsg_model_read(void*, void*, float)'),
    freeGrammar: base.func('int fsg_model_free(void*)'),
    argumentNames: sphinx.func('void* ps_args()'),
    open: sphinx.func('void* ps_init(void*)'),
    free: sphinx.func('int ps_free(void*)'),
    logMath: sphinx.func('void* ps_get_logmath(void*)'),
    addWord: sphinx.func('int ps_add_word(void*, const char*, const char*, int)'),
    lookUp: sphinx.func('void* ps_lookup_word(void*, const char*)'),
    setGrammar: sphinx.func('int ps_set_fsg(void*, const char*, void*)'),
    useSearch: sphinx.func('int ps_set_search(void*, const char*)'),
    removeSearch: sphinx.func('int ps_unset_search(void*, const char*)'),
    start: sphinx.func('int ps_start_utt(void*)'),
    process: sphinx.func('int ps_process_raw(void*, const void*, size_t, int, int)'),
    end: sphinx.func('int ps_end_utt(void*)'),
    hypothesis: sphinx.func('const char* ps_get_hyp(void*, _Out_ int*)'),
    frames: sphinx.func('int ps_get_n_frames(void*)'),
    memoryFile: c.func('void* fmemopen(void*, size_t, const char*)'),
    closeFile: c.func('int fclose(void*)'),
  }
}

export type PocketSphinx = ReturnType<typeof loadPocketSphinx>
