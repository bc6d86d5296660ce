// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where do the links of a reader begin?
#ifndef AK_OFFSETS_H
#define AK_OFFSETS_H
#include "Level.h"

AK_INLINE size_t ak_offset(const ak_links *links, size_t reader) {
  return links->wide_offsets ? (size_t)((const uint64_t *)links->offsets)[reader]
                             : ((const uint32_t *)links->offsets)[reader];
}

/// Row of the column that a link reads.
AK_INLINE size_t ak_link_row(const ak_links *links, size_t link) {
  return (links->targets ? (size_t)links->targets[link] : link) - links->target_base;
}

#endif
