// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef CKERNELS_H
#define CKERNELS_H
#include <stdint.h>
#endif
