#pragma once
#include <sqlite3.h>

// What Swift cannot call or be: sqlite3_config takes a variable number of arguments, a VFS is a table of C functions.

/// Without its memory statistics SQLite takes no global lock for each piece of memory. Must come before the first
/// connection; later it changes nothing.
int tandem_sqlite_without_memory_statistics(void);

/// The write-ahead log as one connection writes it.
typedef struct tandem_log tandem_log;

/// Makes the default VFS one that can gather the frames of a transaction and hand them to the kernel at once, where
/// SQLite makes two writes of each page (its head, its content). Must come before the first connection.
int tandem_log_install(void);

/// The log of a connection that has read or written since it was opened; NULL when it was opened without this VFS.
tandem_log *tandem_log_of(sqlite3 *connection);

/// Gathers from now on. Only for a connection with synchronous=FULL: its sync, which stands between the last frame of a
/// transaction and the moment others may see it, is where the frames are handed over.
void tandem_log_gather(tandem_log *log);

/// From now on (1) syncs of the log that SQLite asks for only hand the frames to the kernel, and whoever called this
/// syncs the file before anybody is told of the commit; or (0) they sync again. The sync of the log's head, which stands
/// between two rounds of the log, is always made.
void tandem_log_leave_sync(tandem_log *log, int left);

/// How many bytes of the log are in use in this round.
sqlite3_int64 tandem_log_length(const tandem_log *log);
