// SPDX-License-Identifier: GPL-3.0-or-later
//
// The kernels for every x86-64 processor, and for any other architecture.
#define AK_TABLE ak_table_baseline
#define AK_VECTOR_BYTES 16
#include "../Bodies/Bodies.h"
