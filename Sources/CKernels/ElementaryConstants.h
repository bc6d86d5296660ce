// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which constants do the elementary functions use? Printed by Tests/RandomnessTests/Reference/coefficients.py, which says
// how they are made; change nothing by hand. Polynomials run from the lowest coefficient up.
#ifndef AK_ELEMENTARY_CONSTANTS_H
#define AK_ELEMENTARY_CONSTANTS_H
#include <stdint.h>

// AK_EXP_F32: largest relative error 2^-30.4
static const float AK_EXP_F32[6] = {
    0x1.0000000000000p-1f, 0x1.5555560000000p-3f, 0x1.5554ea0000000p-5f, 0x1.1110e00000000p-7f, 0x1.6d43240000000p-10f, 0x1.a124f20000000p-13f};
// AK_EXP_MEDIUM: largest relative error 2^-37.8
static const double AK_EXP_MEDIUM[7] = {
    0x1.0000000000000p-1, 0x1.55555567532adp-3, 0x1.5555555c87148p-5, 0x1.1110c632a3088p-7, 0x1.6c16858b7acb9p-10, 0x1.a15179d80ae96p-13, 0x1.a1132015ba37ep-16};
// AK_EXP_F64: largest relative error 2^-61.4
static const double AK_EXP_F64[11] = {
    0x1.0000000000000p-1, 0x1.5555555555557p-3, 0x1.5555555555556p-5, 0x1.11111111100dcp-7, 0x1.6c16c16c162d4p-10, 0x1.a01a01abe7fe1p-13, 0x1.a01a01a6d889cp-16, 0x1.71de0231960ebp-19, 0x1.27e4db646b17ep-22, 0x1.af4de97ca4194p-26, 0x1.1f730349868cep-29};
// AK_LOG_MEDIUM: largest relative error 2^-43.1
static const double AK_LOG_MEDIUM[5] = {
    0x1.5555555564eb7p-1, 0x1.999998cae671fp-2, 0x1.249323f5fe0a4p-2, 0x1.c67ad18010d25p-3, 0x1.8c8cb725e2db5p-3};
// AK_LOG_F64: largest relative error 2^-57.6
static const double AK_LOG_F64[7] = {
    0x1.5555555555558p-1, 0x1.99999999952d7p-2, 0x1.2492492df281ap-2, 0x1.c71c62e3f11e6p-3, 0x1.7462b51cb66b1p-3, 0x1.39fe51a7c18f9p-3, 0x1.2b5900de53b32p-3};
// AK_POWER_LOG: largest relative error 2^-72.1
static const double AK_POWER_LOG[8] = {
    0x1.2492492492492p-3, 0x1.c71c71c71c822p-4, 0x1.745d1745a3ef0p-4, 0x1.3b13b16b4b833p-4, 0x1.1110f80547523p-4, 0x1.e1effabc4b093p-5, 0x1.acf8448fda674p-5, 0x1.b2e0d3d38f395p-5};
// AK_SIN_MEDIUM: largest relative error 2^-35.6
static const double AK_SIN_MEDIUM[4] = {
    -0x1.555555545df18p-3, 0x1.11110deef0ae3p-7, -0x1.a013a740c35cep-13, 0x1.6dbded5452c9bp-19};
// AK_SIN_F64: largest relative error 2^-57.1
static const double AK_SIN_F64[7] = {
    -0x1.5555555555555p-3, 0x1.1111111111110p-7, -0x1.a01a01a019937p-13, 0x1.71de3a54607a5p-19, -0x1.ae64541295cdfp-26, 0x1.61217ee5cca1bp-33, -0x1.ab17bdcbd3414p-41};
// AK_COS_MEDIUM: largest relative error 2^-39.5
static const double AK_COS_MEDIUM[4] = {
    0x1.5555555502c6dp-5, -0x1.6c16bf54be1f5p-10, 0x1.a015c4462d9e2p-16, -0x1.25243c2f39550p-22};
// AK_COS_F64: largest relative error 2^-59.4
static const double AK_COS_F64[6] = {
    0x1.5555555555555p-5, -0x1.6c16c16c16967p-10, 0x1.a01a019f4e9b4p-16, -0x1.27e4fa17bf139p-22, 0x1.1eeb68cd22f56p-29, -0x1.907d8f29fe831p-37};
#define AK_LN2_1 0x1.62e42fefa3800p-1
#define AK_LN2_2 0x1.ef35793c76730p-45
#define AK_LN2_F32_1 0x1.62e4000000000p-1
#define AK_LN2_F32_2 0x1.7f7d1cf79abcap-20
#define AK_LOG2E 0x1.71547652b82fep+0
#define AK_TWO_OVER_PI 0x1.45f306dc9c883p-1
#define AK_PIO2_1 0x1.921fb54400000p+0
#define AK_PIO2_2 0x1.0b4611a600000p-34
#define AK_PIO2_3 0x1.3198a2e000000p-69
#define AK_PIO2_4 0x1.b839a252049c1p-104
#define AK_PIO2_PAIR_1 0x1.921fb54442d18p+0
#define AK_PIO2_PAIR_2 0x1.1a62633145c07p-54
#define AK_FIFTH_1 0x1.999999999999ap-3
#define AK_FIFTH_2 -0x1.999999999999ap-57
#define AK_THIRD_1 0x1.5555555555555p-2
#define AK_THIRD_2 0x1.5555555555555p-56
static const uint64_t AK_TWO_OVER_PI_BITS[21] = {
    0, 0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041, 0xfe5163abdebbc561, 0xb7246e3a424dd2e0, 0x06492eea09d1921c, 0xfe1deb1cb129a73e, 0xe88235f52ebb4484, 0xe99c7026b45f7e41, 0x3991d639835339f4, 0x9c845f8bbdf9283b, 0x1ff897ffde05980f, 0xef2f118b5a0a6d1f, 0x6d367ecf27cb09b7, 0x4f463f669e5fea2d, 0x7527bac7ebe5f17b, 0x3d0739f78a5292ea, 0x6bfb5fb11f8d5d08, 0x56033046fc7b6bab, 0xf0cfbc209af4361d};

#endif
