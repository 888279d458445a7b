/* A read-only view of the whole file system that answers like a slow network volume.
 *
 *   slow_volume MOUNTPOINT FACTS DELAY_US MB_PER_S
 *
 * MOUNTPOINT/a/b shows /a/b. Every stat and every open of a path waits DELAY_US, whether the path is there or
 * not; what is read comes at MB_PER_S, all readers together. Folders on the way to a path cost nothing after
 * their first use, nor does fstat: the kernel remembers them. Being a file system, it also sees what the
 * dynamic linker opens and what is mapped. When it is unmounted, it writes what it was asked into FACTS:
 * "waits N bytes N". Needs libfuse3, /dev/fuse and the right to mount. */

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
#include <time.h>
#include <unistd.h>

#define FOR_EVER 86400.0

static long delay_us;
static double bytes_per_s;
static atomic_long waits, bytes;
static pthread_mutex_t nodes_lock = PTHREAD_MUTEX_INITIALIZER, clock_lock = PTHREAD_MUTEX_INITIALIZER;
static void *nodes; /* a tree of paths; a node's number is the address of its path, and none is forgotten */

static int by_text(const void *a, const void *b) { return strcmp(a, b); }

static const char *path_of(fuse_ino_t ino) { return ino == FUSE_ROOT_ID ? "" : (const char *)ino; }

static fuse_ino_t node_of(char *path) {
    pthread_mutex_lock(&nodes_lock);
    char *known = *(char **)tsearch(path, &nodes, by_text);
    pthread_mutex_unlock(&nodes_lock);
    if (known != path) free(path);
    return (fuse_ino_t)known;
}

static char *join(fuse_ino_t parent, const char *name) {
    char *path = NULL;
    return asprintf(&path, "%s/%s", path_of(parent), name) < 0 ? NULL : path;
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

static void lookup(fuse_req_t request, fuse_ino_t parent, const char *name) {
    struct fuse_entry_param entry = {0};
    char *path = join(parent, name);
    wait_once();
    if (path == NULL || lstat(path, &entry.attr) != 0) {
        free(path);
        fuse_reply_err(request, ENOENT);
        return;
    }
    entry.ino = node_of(path);
    if (S_ISDIR(entry.attr.st_mode)) { /* known as a way, but a stat of it asks again */
        entry.entry_timeout = FOR_EVER;
    } else { /* every use of its path asks again, fstat after that does not */
        entry.attr_timeout = FOR_EVER;
    }
    fuse_reply_entry(request, &entry);
}

static void get_attributes(fuse_req_t request, fuse_ino_t ino, struct fuse_file_info *file) {
    struct stat attributes;
    const char *path = path_of(ino);
    (void)file;
    wait_once();
    if (lstat(*path ? path : "/", &attributes) != 0) {
        fuse_reply_err(request, errno);
    } else {
        fuse_reply_attr(request, &attributes, S_ISDIR(attributes.st_mode) ? 0.0 : FOR_EVER);
    }
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

static void open_file(fuse_req_t request, fuse_ino_t ino, struct fuse_file_info *file) {
    int fd = (file->flags & O_ACCMODE) == O_RDONLY ? open(path_of(ino), O_RDONLY | O_CLOEXEC) : (errno = EROFS, -1);
    if (fd < 0) {
        fuse_reply_err(request, errno);
        return;
    }
    file->fh = (uint64_t)fd;
    file->keep_cache = 1; /* the one wait was the look-up's */
    fuse_reply_open(request, file);
}

static void read_file(fuse_req_t request, fuse_ino_t ino, size_t size, off_t offset, struct fuse_file_info *file) {
    char *data = malloc(size);
    ssize_t got = data == NULL ? -1 : pread((int)file->fh, data, size, offset);
    (void)ino;
    if (got < 0) {
        fuse_reply_err(request, EIO);
    } else {
        wait_for_bytes((size_t)got);
        fuse_reply_buf(request, data, (size_t)got);
    }
    free(data);
}

static void release_file(fuse_req_t request, fuse_ino_t ino, struct fuse_file_info *file) {
    (void)ino;
    close((int)file->fh);
    fuse_reply_err(request, 0);
}

static void open_folder(fuse_req_t request, fuse_ino_t ino, struct fuse_file_info *file) {
    const char *path = path_of(ino);
    DIR *folder = opendir(*path ? path : "/");
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
    .release = release_file, .opendir = open_folder, .readdir = read_folder, .releasedir = release_folder,
};

int main(int count, char **words) {
    if (count != 5) return fprintf(stderr, "usage: slow_volume MOUNTPOINT FACTS DELAY_US MB_PER_S\n"), 2;
    char *options[] = {words[0], "-o", "ro,fsname=slow_volume"};
    struct fuse_args arguments = FUSE_ARGS_INIT(3, options);
    delay_us = atol(words[3]);
    bytes_per_s = atof(words[4]) * 1e6;
    struct fuse_session *session = fuse_session_new(&arguments, &operations, sizeof operations, NULL);
    struct fuse_loop_config config = {.max_idle_threads = 16};
    if (session == NULL || fuse_set_signal_handlers(session) != 0 || fuse_session_mount(session, words[1]) != 0) return 1;
    int result = fuse_session_loop_mt(session, &config);
    fuse_session_unmount(session);
    FILE *facts = fopen(words[2], "w");
    if (facts == NULL) return 1;
    fprintf(facts, "waits %ld bytes %ld\n", (long)waits, (long)bytes);
    return fclose(facts) != 0 || result != 0;
}
