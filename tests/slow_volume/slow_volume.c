/* A view of the whole file system that answers like a slow network volume.
 *
 *   slow_volume MOUNTPOINT FACTS DELAY_US MB_PER_S [WRITABLE [FAULTS]]
 *
 * MOUNTPOINT/a/b shows /a/b. Every stat and every open of a path waits DELAY_US, whether the path is there or
 * not; so does every change of a folder or of a file's attributes, and every close of a file that was opened to
 * be written. What is read and written passes at MB_PER_S, all of it together. Folders on the way to a path cost
 * nothing after their first use, nor does fstat: the kernel remembers them. Only what lies in the folder WRITABLE
 * can be changed; what is written is in the folder itself when the write returns. Being a file system, it also
 * sees what the dynamic linker opens and what is mapped. When it is unmounted, it writes what it was asked into
 * FACTS: "waits N bytes N written N". While the file FAULTS holds "ERRNO N", one operation in N fails with that
 * error: with EIO reads and changes, with ENOSPC changes but for removals, with any other all changes. Needs libfuse3, /dev/fuse and the right to mount. */

#define FUSE_USE_VERSION 34
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fuse_lowlevel.h>
#include <pthread.h>
#include <search.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#define FOR_EVER 86400.0

struct node { char *path; }; /* what the kernel knows a path by; none is forgotten, and no path freed */

static long delay_us;
static const char *faults;
static atomic_int planted_error, planted_one_in;
static atomic_long planted_at;
static double bytes_per_s;
static const char *writable;
static atomic_long waits, bytes, written;
static pthread_mutex_t nodes_lock = PTHREAD_MUTEX_INITIALIZER, clock_lock = PTHREAD_MUTEX_INITIALIZER;
static void *nodes; /* a tree of them, by path */

static void *watch_faults(void *unused) {
    struct timespec pause = {0, 20 * 1000 * 1000};
    (void)unused;
    for (;; nanosleep(&pause, NULL)) {
        int error = 0, one_in = 1;
        FILE *file = fopen(faults, "r");
        if (file == NULL) continue;
        if (fscanf(file, "%d %d", &error, &one_in) < 1) error = 0;
        fclose(file);
        planted_one_in = one_in > 0 ? one_in : 1;
        planted_error = error;
    }
    return NULL;
}

/* The error that this operation is to fail with, or 0. */
static int planted(int changes) {
    int error = planted_error;
    if (error == 0 || (error != EIO && !changes)) return 0;
    return planted_at++ % planted_one_in == 0 ? error : 0;
}

static int by_path(const void *a, const void *b) {
    return strcmp(((const struct node *)a)->path, ((const struct node *)b)->path);
}

static const char *path_of(fuse_ino_t ino) { return ino == FUSE_ROOT_ID ? "/" : ((struct node *)ino)->path; }

static fuse_ino_t node_of(char *path) {
    struct node *node = malloc(sizeof *node);
    node->path = path;
    pthread_mutex_lock(&nodes_lock);
    struct node *known = *(struct node **)tsearch(node, &nodes, by_path);
    pthread_mutex_unlock(&nodes_lock);
    if (known != node) free(path), free(node);
    return (fuse_ino_t)known;
}

static char *join(fuse_ino_t parent, const char *name) {
    char *path = NULL;
    return asprintf(&path, "%s/%s", parent == FUSE_ROOT_ID ? "" : path_of(parent), name) < 0 ? NULL : path;
}

static int is_in(const char *path, const char *folder) {
    size_t length = strlen(folder);
    return strncmp(path, folder, length) == 0 && (path[length] == 0 || path[length] == '/');
}

static const char *sought;
static struct node *found;

static void look_at(const void *at, VISIT visit, int depth) {
    (void)depth;
    struct node *node = *(struct node *const *)at;
    if ((visit == postorder || visit == leaf) && is_in(node->path, sought)) found = node;
}

/* A path, and all that is in it, is gone, or has moved; a new file of the old name is another one to the kernel. */
static void leave(const char *from, const char *to) {
    pthread_mutex_lock(&nodes_lock);
    for (sought = from; found = NULL, twalk(nodes, look_at), found != NULL;) {
        tdelete(found, &nodes, by_path);
        if (to == NULL || asprintf(&found->path, "%s%s", to, found->path + strlen(from)) < 0) continue;
        tsearch(found, &nodes, by_path);
    }
    pthread_mutex_unlock(&nodes_lock);
}

static void sleep_until(double when) {
    struct timespec at = {(time_t)when, (long)((when - (double)(time_t)when) * 1e9)};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL) == EINTR) {}
}

static double now(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static void wait_once(void) {
    waits++;
    sleep_until(now() + (double)delay_us / 1e6);
}

static void wait_for_bytes(size_t size) {
    static double free_at; /* when the line has carried all that was asked before */
    bytes += (long)size;
    pthread_mutex_lock(&clock_lock);
    double start = now();
    if (free_at < start) free_at = start;
    double until = free_at += (double)size / bytes_per_s;
    pthread_mutex_unlock(&clock_lock);
    sleep_until(until);
}

/* What the kernel is to know of a path, which is then the node's; 0 if there is nothing. */
static int describe(char *path, struct fuse_entry_param *entry) {
    *entry = (struct fuse_entry_param){0};
    if (lstat(path, &entry->attr) != 0) return free(path), 0;
    entry->ino = node_of(path);
    if (S_ISDIR(entry->attr.st_mode)) { /* known as a way, but a stat of it asks again */
        entry->entry_timeout = FOR_EVER;
    } else { /* every use of its path asks again, fstat after that does not */
        entry->attr_timeout = FOR_EVER;
    }
    return 1;
}

static void reply_entry(fuse_req_t request, char *path) {
    struct fuse_entry_param entry;
    if (describe(path, &entry)) {
        fuse_reply_entry(request, &entry);
    } else {
        fuse_reply_err(request, ENOENT);
    }
}

static void lookup(fuse_req_t request, fuse_ino_t parent, const char *name) {
    wait_once();
    reply_entry(request, join(parent, name));
}

/* An open file's number at the kernel holds its descriptor, and whether it may be written to. */
static int fd_of(struct fuse_file_info *file) { return (int)(file->fh >> 1); }

static void reply_attributes(fuse_req_t request, fuse_ino_t ino, struct fuse_file_info *file) {
    struct stat attributes;
    if ((file ? fstat(fd_of(file), &attributes) : lstat(path_of(ino), &attributes)) != 0) {
        fuse_reply_err(request, errno);
    } else {
        fuse_reply_attr(request, &attributes, S_ISDIR(attributes.st_mode) ? 0.0 : FOR_EVER);
    }
}

static void get_attributes(fuse_req_t request, fuse_ino_t ino, struct fuse_file_info *file) {
    (void)file; /* not given for folders, and else of no more use than the path */
    wait_once();
    reply_attributes(request, ino, NULL);
}

static void read_link(fuse_req_t request, fuse_ino_t ino) {
    char target[4096];
    ssize_t length = readlink(path_of(ino), target, sizeof target - 1);
    if (length < 0) {
        fuse_reply_err(request, errno);
    } else {
        target[length] = 0;
        fuse_reply_readlink(request, target);
    }
}

/* Say whether a path may be changed; if not, the request is answered. */
static int may_change(fuse_req_t request, const char *path) {
    int error = planted(1);
    if (error != 0) return fuse_reply_err(request, error), 0;
    if (path != NULL && writable != NULL && is_in(path, writable)) return 1;
    fuse_reply_err(request, EROFS);
    return 0;
}

static void open_file(fuse_req_t request, fuse_ino_t ino, struct fuse_file_info *file) {
    int writes = (file->flags & O_ACCMODE) != O_RDONLY;
    if (writes && !may_change(request, path_of(ino))) return;
    int fd = open(path_of(ino), (file->flags & (O_ACCMODE | O_TRUNC)) | O_CLOEXEC);
    if (fd < 0) {
        fuse_reply_err(request, errno);
        return;
    }
    file->fh = (uint64_t)fd << 1 | (uint64_t)writes;
    file->keep_cache = 1; /* the one wait was the look-up's */
    fuse_reply_open(request, file);
}

static void read_file(fuse_req_t request, fuse_ino_t ino, size_t size, off_t offset, struct fuse_file_info *file) {
    char *data = malloc(size);
    ssize_t got = data == NULL || planted(0) != 0 ? -1 : pread(fd_of(file), data, size, offset);
    (void)ino;
    if (got < 0) {
        fuse_reply_err(request, EIO);
    } else {
        wait_for_bytes((size_t)got);
        fuse_reply_buf(request, data, (size_t)got);
    }
    free(data);
}

static void flush_file(fuse_req_t request, fuse_ino_t ino, struct fuse_file_info *file) {
    (void)ino;
    if (file->fh & 1) wait_once();
    fuse_reply_err(request, 0);
}

static void release_file(fuse_req_t request, fuse_ino_t ino, struct fuse_file_info *file) {
    (void)ino;
    close(fd_of(file));
    fuse_reply_err(request, 0);
}

/* What changes something. */

static void create_file(fuse_req_t request, fuse_ino_t parent, const char *name, mode_t mode, struct fuse_file_info *file) {
    struct fuse_entry_param entry;
    char *path = join(parent, name);
    wait_once();
    if (!may_change(request, path)) return free(path);
    int fd = open(path, (file->flags & (O_ACCMODE | O_EXCL | O_TRUNC)) | O_CREAT | O_CLOEXEC, mode);
    if (fd < 0 || !describe(path, &entry)) {
        fuse_reply_err(request, errno);
        return;
    }
    file->fh = (uint64_t)fd << 1 | 1;
    fuse_reply_create(request, &entry, file);
}

static void write_file(fuse_req_t request, fuse_ino_t ino, const char *data, size_t size, off_t offset,
                       struct fuse_file_info *file) {
    (void)ino;
    int error = planted(1);
    if (error != 0) {
        fuse_reply_err(request, error);
        return;
    }
    ssize_t done = pwrite(fd_of(file), data, size, offset);
    if (done < 0) {
        fuse_reply_err(request, errno);
        return;
    }
    written += (long)done;
    wait_for_bytes((size_t)done);
    fuse_reply_write(request, (size_t)done);
}

static void set_attributes(fuse_req_t request, fuse_ino_t ino, struct stat *wanted, int what, struct fuse_file_info *file) {
    const char *path = path_of(ino);
    struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, {.tv_nsec = UTIME_OMIT}};
    if (what & FUSE_SET_ATTR_ATIME) times[0] = wanted->st_atim;
    if (what & FUSE_SET_ATTR_MTIME) times[1] = wanted->st_mtim;
    if (what & FUSE_SET_ATTR_ATIME_NOW) times[0].tv_nsec = UTIME_NOW;
    if (what & FUSE_SET_ATTR_MTIME_NOW) times[1].tv_nsec = UTIME_NOW;
    wait_once();
    if (!may_change(request, path)) return;
    if (((what & FUSE_SET_ATTR_MODE) && chmod(path, wanted->st_mode) != 0) ||
        ((what & FUSE_SET_ATTR_SIZE) && truncate(path, wanted->st_size) != 0) ||
        utimensat(AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW) != 0) {
        fuse_reply_err(request, errno);
        return;
    }
    reply_attributes(request, ino, file);
}

static void sync_file(fuse_req_t request, fuse_ino_t ino, int data_only, struct fuse_file_info *file) {
    (void)ino, (void)data_only, (void)file; /* what was written is already where it belongs */
    wait_once();
    fuse_reply_err(request, 0);
}

/* Answer a change that made `path`, or failed. */
static void made(fuse_req_t request, int failed, char *path) {
    if (!failed) {
        reply_entry(request, path);
        return;
    }
    fuse_reply_err(request, errno);
    free(path);
}

static void make_folder(fuse_req_t request, fuse_ino_t parent, const char *name, mode_t mode) {
    char *path = join(parent, name);
    wait_once();
    if (may_change(request, path)) made(request, mkdir(path, mode), path);
}

static void make_link(fuse_req_t request, const char *target, fuse_ino_t parent, const char *name) {
    char *path = join(parent, name);
    wait_once();
    if (may_change(request, path)) made(request, symlink(target, path), path);
}

static void link_file(fuse_req_t request, fuse_ino_t ino, fuse_ino_t parent, const char *name) {
    char *path = join(parent, name);
    wait_once();
    if (may_change(request, path)) made(request, link(path_of(ino), path), path);
}

static void rename_entry(fuse_req_t request, fuse_ino_t parent, const char *name, fuse_ino_t new_parent,
                         const char *new_name, unsigned int flags) {
    char *from = join(parent, name), *to = join(new_parent, new_name);
    wait_once();
    if (may_change(request, from) && may_change(request, to)) {
        int failed = renameat2(AT_FDCWD, from, AT_FDCWD, to, flags);
        int error = errno;
        if (!failed) leave(to, NULL), leave(from, to);
        fuse_reply_err(request, failed ? error : 0);
    }
    free(from);
    free(to);
}

static void take_away(fuse_req_t request, fuse_ino_t parent, const char *name, int (*take)(const char *)) {
    char *path = join(parent, name);
    wait_once();
    if (planted_error == ENOSPC || may_change(request, path)) { /* a full disk lets go of files */
        int failed = take(path);
        int error = errno;
        if (!failed) leave(path, NULL);
        fuse_reply_err(request, failed ? error : 0);
    }
    free(path);
}

static void unlink_file(fuse_req_t request, fuse_ino_t parent, const char *name) { take_away(request, parent, name, unlink); }

static void remove_folder(fuse_req_t request, fuse_ino_t parent, const char *name) { take_away(request, parent, name, rmdir); }

static void room(fuse_req_t request, fuse_ino_t ino) {
    struct statvfs answer;
    if (statvfs(path_of(ino), &answer) != 0) {
        fuse_reply_err(request, errno);
    } else {
        if (planted_error == ENOSPC) answer.f_bfree = answer.f_bavail = 0;
        fuse_reply_statfs(request, &answer);
    }
}

static void open_folder(fuse_req_t request, fuse_ino_t ino, struct fuse_file_info *file) {
    DIR *folder = opendir(path_of(ino));
    wait_once();
    if (folder == NULL) {
        fuse_reply_err(request, errno);
        return;
    }
    file->fh = (uint64_t)folder;
    fuse_reply_open(request, file);
}

static void read_folder(fuse_req_t request, fuse_ino_t ino, size_t size, off_t offset, struct fuse_file_info *file) {
    DIR *folder = (DIR *)file->fh;
    char *data = malloc(size);
    size_t used = 0;
    struct dirent *entry;
    (void)ino;
    seekdir(folder, offset);
    while (data != NULL && (entry = readdir(folder)) != NULL) {
        struct stat attributes = {.st_ino = entry->d_ino, .st_mode = (mode_t)DTTOIF(entry->d_type)};
        size_t more = fuse_add_direntry(request, data + used, size - used, entry->d_name, &attributes, telldir(folder));
        if (more > size - used) break;
        used += more;
    }
    fuse_reply_buf(request, data, used);
    free(data);
}

static void release_folder(fuse_req_t request, fuse_ino_t ino, struct fuse_file_info *file) {
    (void)ino;
    closedir((DIR *)file->fh);
    fuse_reply_err(request, 0);
}

static const struct fuse_lowlevel_ops operations = {
    .lookup = lookup, .getattr = get_attributes, .readlink = read_link, .open = open_file, .read = read_file,
    .flush = flush_file, .release = release_file, .opendir = open_folder, .readdir = read_folder,
    .releasedir = release_folder, .statfs = room, .create = create_file, .write = write_file,
    .setattr = set_attributes, .fsync = sync_file, .fsyncdir = sync_file, .mkdir = make_folder, .symlink = make_link,
    .link = link_file, .rename = rename_entry, .unlink = unlink_file, .rmdir = remove_folder,
};

int main(int count, char **words) {
    if (count < 5 || count > 7) {
        return fprintf(stderr, "usage: slow_volume MOUNTPOINT FACTS DELAY_US MB_PER_S [WRITABLE [FAULTS]]\n"), 2;
    }
    char *options[] = {words[0], "-o", count > 5 ? "fsname=slow_volume" : "ro,fsname=slow_volume"};
    struct fuse_args arguments = FUSE_ARGS_INIT(3, options);
    delay_us = atol(words[3]);
    bytes_per_s = atof(words[4]) * 1e6;
    writable = words[5]; /* NULL ends the words */
    faults = count == 7 ? words[6] : NULL;
    umask(0); /* the caller's is in the modes */
    struct fuse_session *session = fuse_session_new(&arguments, &operations, sizeof operations, NULL);
    struct fuse_loop_config config = {.max_idle_threads = 16};
    if (session == NULL || fuse_set_signal_handlers(session) != 0 || fuse_session_mount(session, words[1]) != 0) return 1;
    pthread_t watching;
    if (faults != NULL && pthread_create(&watching, NULL, watch_faults, NULL) != 0) return 1;
    int result = fuse_session_loop_mt(session, &config);
    fuse_session_unmount(session);
    FILE *facts = fopen(words[2], "w");
    if (facts == NULL) return 1;
    fprintf(facts, "waits %ld bytes %ld written %ld\n", (long)waits, (long)bytes, (long)written);
    return fclose(facts) != 0 || result != 0;
}
