/* Where name_save writes in tests: memory that suits all keys, and may be full after some writes. */
#ifndef CCHASH_TESTS_IMAGE_H
#define CCHASH_TESTS_IMAGE_H

#include "test.h"
#include <limits.h>

enum { IMAGE_SIZE = 1 << 21 };
typedef struct image {
    unsigned char bytes[IMAGE_SIZE];
    size_t size;
    long writes; /* until one fails */
} __attribute__((aligned(4096))) image;

static inline void image_begin(image *to, long writes) {
    to->size = 0;
    to->writes = writes;
}
static inline bool image_write(void *context, const void *bytes, size_t size) {
    image *to = (image *)context;
    if (to->writes-- <= 0) {
        return false;
    }
    CHECK(size > 0 && to->size + size < IMAGE_SIZE);
    memcpy(to->bytes + to->size, bytes, size);
    to->size += size;
    return true;
}

/* Shared by all tests of a program. */
static image images[2];

#endif
