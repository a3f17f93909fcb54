#include "CSQLiteSetup.h"
#include <stdlib.h>
#include <string.h>

int tandem_sqlite_without_memory_statistics(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

// SQLite's own file stands right behind this in the memory that SQLite gives for it.
struct tandem_log {
    sqlite3_file base;
    unsigned char *bytes;  // not yet handed to the kernel
    sqlite3_int64 start;   // their place in the file
    sqlite3_int64 end;     // where the last write ended
    int count;
    int gathers;
    int left;
};

// SQLite's file takes no more than 0x1ffff bytes at once.
enum { ROOM = 0x1ffff, HEAD = 32 };

static sqlite3_vfs gathering;

static size_t own_size(void) { return (sizeof(tandem_log) + 15) & ~(size_t)15; }
static sqlite3_file *real(sqlite3_file *file) { return (sqlite3_file *)((char *)file + own_size()); }
static tandem_log *own(sqlite3_file *file) { return (tandem_log *)file; }

// Whatever comes of it, the bytes are forgotten: SQLite undoes a transaction whose log cannot be written, and writes
// the next one to the same place.
static int hand_over(sqlite3_file *file) {
    tandem_log *log = own(file);
    int count = log->count;
    log->count = 0;
    return count == 0 ? SQLITE_OK : real(file)->pMethods->xWrite(real(file), log->bytes, count, log->start);
}

static int log_write(sqlite3_file *file, const void *data, int size, sqlite3_int64 offset) {
    tandem_log *log = own(file);
    if (log->count > 0 && (offset != log->start + log->count || log->count + size > ROOM)) {
        int code = hand_over(file);
        if (code != SQLITE_OK) return code;
    }
    log->end = offset + size;
    if (!log->gathers || size > ROOM) return real(file)->pMethods->xWrite(real(file), data, size, offset);
    if (log->bytes == NULL && (log->bytes = malloc(ROOM)) == NULL) return SQLITE_IOERR_NOMEM;
    if (log->count == 0) log->start = offset;
    memcpy(log->bytes + log->count, data, (size_t)size);
    log->count += size;
    return SQLITE_OK;
}

static int log_sync(sqlite3_file *file, int flags) {
    tandem_log *log = own(file);
    int is_head = log->count > 0 && log->start < HEAD;
    int code = hand_over(file);
    if (code != SQLITE_OK || (log->left && !is_head)) return code;
    return real(file)->pMethods->xSync(real(file), flags);
}

static int log_close(sqlite3_file *file) {
    int code = hand_over(file);
    free(own(file)->bytes);
    own(file)->bytes = NULL;
    int closed = real(file)->pMethods->xClose(real(file));
    return code == SQLITE_OK ? closed : code;
}

static int log_read(sqlite3_file *file, void *data, int size, sqlite3_int64 offset) {
    int code = hand_over(file);
    return code == SQLITE_OK ? real(file)->pMethods->xRead(real(file), data, size, offset) : code;
}

static int log_truncate(sqlite3_file *file, sqlite3_int64 size) {
    int code = hand_over(file);
    own(file)->end = size;
    return code == SQLITE_OK ? real(file)->pMethods->xTruncate(real(file), size) : code;
}

static int log_size(sqlite3_file *file, sqlite3_int64 *size) {
    int code = hand_over(file);
    return code == SQLITE_OK ? real(file)->pMethods->xFileSize(real(file), size) : code;
}

static int log_lock(sqlite3_file *file, int level) { return real(file)->pMethods->xLock(real(file), level); }
static int log_unlock(sqlite3_file *file, int level) { return real(file)->pMethods->xUnlock(real(file), level); }
static int log_is_reserved(sqlite3_file *file, int *is) { return real(file)->pMethods->xCheckReservedLock(real(file), is); }
static int log_sector(sqlite3_file *file) { return real(file)->pMethods->xSectorSize(real(file)); }
static int log_device(sqlite3_file *file) { return real(file)->pMethods->xDeviceCharacteristics(real(file)); }
static int log_control(sqlite3_file *file, int what, void *value) {
    return real(file)->pMethods->xFileControl(real(file), what, value);
}

// Version 1: memory mapping and shared memory are asked of the database's file, never of its log.
static const sqlite3_io_methods log_methods = {
    1, log_close, log_read, log_write, log_truncate, log_sync, log_size, log_lock, log_unlock, log_is_reserved,
    log_control, log_sector, log_device, NULL, NULL, NULL, NULL, NULL, NULL,
};

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *given) {
    sqlite3_vfs *beneath = vfs->pAppData;
    if (!(flags & SQLITE_OPEN_WAL)) return beneath->xOpen(beneath, name, file, flags, given);
    memset(file, 0, (size_t)vfs->szOsFile);
    int code = beneath->xOpen(beneath, name, real(file), flags, given);
    // A file without methods is one that SQLite does not close.
    if (code == SQLITE_OK) file->pMethods = &log_methods;
    else if (real(file)->pMethods) real(file)->pMethods->xClose(real(file));
    return code;
}

// The rest is the VFS beneath, which reads its own fields.
#define BENEATH sqlite3_vfs *beneath = vfs->pAppData
static int delete_file(sqlite3_vfs *vfs, const char *name, int sync) { BENEATH; return beneath->xDelete(beneath, name, sync); }
static int access_file(sqlite3_vfs *vfs, const char *name, int flags, int *is) { BENEATH; return beneath->xAccess(beneath, name, flags, is); }
static int full_path(sqlite3_vfs *vfs, const char *name, int size, char *path) { BENEATH; return beneath->xFullPathname(beneath, name, size, path); }
static void *open_library(sqlite3_vfs *vfs, const char *name) { BENEATH; return beneath->xDlOpen(beneath, name); }
static void library_error(sqlite3_vfs *vfs, int size, char *text) { BENEATH; beneath->xDlError(beneath, size, text); }
static void (*library_symbol(sqlite3_vfs *vfs, void *library, const char *name))(void) { BENEATH; return beneath->xDlSym(beneath, library, name); }
static void close_library(sqlite3_vfs *vfs, void *library) { BENEATH; beneath->xDlClose(beneath, library); }
static int randomness(sqlite3_vfs *vfs, int size, char *bytes) { BENEATH; return beneath->xRandomness(beneath, size, bytes); }
static int sleep_for(sqlite3_vfs *vfs, int microseconds) { BENEATH; return beneath->xSleep(beneath, microseconds); }
static int current_time(sqlite3_vfs *vfs, double *time) { BENEATH; return beneath->xCurrentTime(beneath, time); }
static int last_error(sqlite3_vfs *vfs, int size, char *text) { BENEATH; return beneath->xGetLastError(beneath, size, text); }
static int current_milliseconds(sqlite3_vfs *vfs, sqlite3_int64 *time) { BENEATH; return beneath->xCurrentTimeInt64(beneath, time); }

int tandem_log_install(void) {
    sqlite3_vfs *beneath = sqlite3_vfs_find(NULL);
    if (beneath == NULL || beneath->iVersion < 2) return SQLITE_ERROR;
    if (beneath == &gathering) return SQLITE_OK;
    gathering = (sqlite3_vfs){
        2, (int)own_size() + beneath->szOsFile, beneath->mxPathname, NULL, "tandem", beneath, open_file, delete_file,
        access_file, full_path, open_library, library_error, library_symbol, close_library, randomness, sleep_for,
        current_time, last_error, current_milliseconds, NULL, NULL, NULL,
    };
    return sqlite3_vfs_register(&gathering, 1);
}

tandem_log *tandem_log_of(sqlite3 *connection) {
    sqlite3_file *file = NULL;
    if (sqlite3_file_control(connection, "main", SQLITE_FCNTL_JOURNAL_POINTER, &file) != SQLITE_OK) return NULL;
    return file != NULL && file->pMethods == &log_methods ? own(file) : NULL;
}

void tandem_log_gather(tandem_log *log) { log->gathers = 1; }

void tandem_log_leave_sync(tandem_log *log, int left) { log->left = left; }

sqlite3_int64 tandem_log_length(const tandem_log *log) { return log->end; }
