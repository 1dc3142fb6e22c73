/* What Swift cannot import: of sqlite3.h a macro that casts and a variadic function; statfs;
   gettid; renameat2. */
#pragma once
#include <sqlite3.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

/* SQLITE_TRANSIENT is a cast of -1, which Swift does not import. Swift's empty buffers may have
   no address, and a null pointer would bind NULL: they bind an empty value here. */
static inline int pm_bind_text(sqlite3_stmt *statement, int index, const char *text, sqlite3_uint64 count) {
  return sqlite3_bind_text64(statement, index, text ? text : "", count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

/* The caller keeps the bytes alive and unchanged until the statement is reset or bound again. */
static inline int pm_bind_text_static(sqlite3_stmt *statement, int index, const char *text, sqlite3_uint64 count) {
  return sqlite3_bind_text64(statement, index, text ? text : "", count, SQLITE_STATIC, SQLITE_UTF8);
}

static inline int pm_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
  return sqlite3_bind_blob64(statement, index, bytes ? bytes : "", count, SQLITE_TRANSIENT);
}

static inline void pm_result_text(sqlite3_context *context, const char *text, sqlite3_uint64 count) {
  sqlite3_result_text64(context, text ? text : "", count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

/* sqlite3_db_config is variadic, which Swift does not import. */
static inline int pm_db_config(sqlite3 *database, int option, int value) {
  return sqlite3_db_config(database, option, value, (int *)0);
}

/* sqlite3_config is variadic too. It holds for the process, and before any other call only. */
static inline int pm_config(int option, int value) { return sqlite3_config(option, value); }

/* The number of the file system that a path lies on, or 0; Swift's Glibc has no statfs. */
static inline long pm_file_system_type(const char *path) {
  struct statfs status;
  return statfs(path, &status) == 0 ? (long)status.f_type : 0;
}

/* The number of the thread that calls. */
static inline int pm_thread(void) { return (int)syscall(SYS_gettid); }

/* Gives two paths each other's files at once (renameat2(2) with RENAME_EXCHANGE, which Swift's Glibc
   does not have); 0, or -1 with errno set. -100 is AT_FDCWD: including fcntl.h here would take
   struct stat from Glibc. */
static inline int pm_exchange(const char *one, const char *other) {
  return (int)syscall(SYS_renameat2, -100, one, -100, other, 2U);
}

/* Renames where the new name is free (RENAME_NOREPLACE); 0, or -1 with errno set. */
static inline int pm_rename_anew(const char *file, const char *name) {
  return (int)syscall(SYS_renameat2, -100, file, -100, name, 1U);
}
