/* cchash_sync.h: maps for many threads. A stand-in for tests.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_SYNC_H
#define CCHASH_SYNC_H

#include "cchash.h"
#include "cchash/locked.h"

#endif
