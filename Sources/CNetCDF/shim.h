// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef CNETCDF_SHIM_H
#define CNETCDF_SHIM_H
#include <netcdf.h>
#include <netcdf_mem.h>
#endif
