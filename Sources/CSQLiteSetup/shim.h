#include <sqlite3.h>

// sqlite3_config takes a variable number of arguments, which Swift cannot call. Without its memory statistics SQLite
// takes no global lock for each piece of memory. Must come before the first connection; later it changes nothing.
static inline int tandem_sqlite_without_memory_statistics(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
