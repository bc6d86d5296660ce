// SPDX-License-Identifier: GPL-3.0-or-later
//
// Are networks the same to the last link as when their draws were named, whatever the number of threads?
//
// The digests were taken from the generators as they were before they became parallel: arrays of links, sorted by counting.

import Testing
import WorldModel

@testable import Engine

@Suite("Bits of networks")
struct NetworkBitsTests {
  /// Seed and realisation of the digests; one digest stands for all where draws decide nothing.
  static let names: [(seed: UInt32, realisation: Int)] = [(1, 0), (2, 0), (1, 4095)]

  @Test("small networks keep their digests", arguments: FrozenNetwork.small.map(\.name))
  func small(_ name: String) throws {
    try check(FrozenNetwork.small.first { $0.name == name }!, threadCounts: [1, 2, 7])
  }

  @Test("networks larger than a block keep theirs", arguments: FrozenNetwork.large.map(\.name))
  func large(_ name: String) throws {
    try check(FrozenNetwork.large.first { $0.name == name }!, threadCounts: [1, 3])
  }

  @Test("every frozen network has a digest, and only those")
  func complete() {
    let names = (FrozenNetwork.small + FrozenNetwork.large).map(\.name)
    #expect(Set(names) == Set(Self.digests.keys) && names.count == Self.digests.count)
  }

  private func check(_ frozen: FrozenNetwork, threadCounts: [Int]) throws {
    let digests = try #require(Self.digests[frozen.name])
    for (index, name) in Self.names.enumerated().prefix(digests.count) {
      // One seed is enough to tell threads apart.
      for threadCount in index == 0 ? threadCounts : [threadCounts[index % threadCounts.count]] {
        #expect(
          try frozen.digest(
            seed: name.seed, realisation: name.realisation, threadCount: threadCount)
            == digests[index],
          "\(frozen.name), seed \(name.seed), realisation \(name.realisation), \(threadCount) threads"
        )
      }
    }
  }

  static let digests: [String: [UInt64]] = [
    "ring": [0xBA64_4EB6_2632_54DB],
    "torus": [0x3870_B930_B83C_3099],
    "open lattice": [0x239A_F18C_ED37_8361],
    "small world": [
      0x055D_59FA_DE8B_9579, 0x0CDD_8291_5561_5E07, 0xB4B0_0B83_8E48_AFB7,
    ],
    "small world of full degree": [0x7786_C9BC_4107_C369],
    "random graph": [
      0x7616_53B6_14FF_0E1D, 0x940F_70B4_0AE8_7B38, 0xAC4F_786D_4E94_7665,
    ],
    "regular 3": [
      0x42CA_9E33_73D5_4863, 0x112B_B596_EB76_59E9, 0xDECE_F439_0B0B_9117,
    ],
    "regular 9": [
      0x6CFE_259C_6A41_E699, 0x5A24_9028_E042_5ED5, 0x548C_A8E1_41A0_03CD,
    ],
    "regular 17 of 19": [
      0x8D6E_AA5D_8B4A_FB13, 0x5910_B947_3F1F_2E5D, 0x3F23_1F31_9F77_4C2B,
    ],
    "scale-free": [
      0x599B_1610_5FF3_20B9, 0x35B2_C70C_F646_5788, 0xF877_EEA7_68A8_2B04,
    ],
    "blocks": [
      0x647A_4E94_884C_ED9B, 0x0EF2_E8CC_92A8_DCAC, 0x7276_6B0C_49F0_3F15,
    ],
    "teams": [0xC589_1481_E59A_0745],
    "tree": [0xD19F_678F_0128_6C4A],
    "chains": [0x1182_3ABA_D55E_A435],
    "star": [0xBD07_4DA2_0915_146E],
    "configuration": [
      0x8CCE_2FF5_EEF1_9CAD, 0x25A9_6BD7_CE9E_CBC9, 0xF119_372A_25F9_74B1,
    ],
    "drawn configuration": [
      0xFBFE_F416_543F_E470, 0xEC9C_EC0F_CAA0_1E90, 0x166C_85B9_8531_DAAA,
    ],
    "ring that wraps": [0x569A_1A1F_19EE_BB4D],
    "open cube with all around": [0x8949_086F_5985_0F11],
    "torus of side 3": [0x44BC_0A85_DFAE_29DD],
    "small world without chance": [0xD81D_6270_5334_83A3],
    "small world, saturated": [
      0x3B25_761D_5413_FFFD, 0x9693_7C43_E6FA_90E1, 0xA12B_F404_0AFC_0BCB,
    ],
    "everyone by chance 1": [0xD081_0E49_3BF3_FD6E],
    "nobody": [0xA026_3F2E_1352_BA25],
    "dense random graph": [
      0x2E90_C8E4_76C1_0BB3, 0x91A7_C47D_DBDD_5A24, 0xB8D8_492C_3442_A6C7,
    ],
    "regular through rejection": [
      0xD9B4_C884_3C8A_CA15, 0xB2DB_0ADD_B4E0_A2A5, 0x6521_79F3_750F_5067,
    ],
    "regular through switches": [
      0xCE15_DA6A_C545_5D3F, 0x2E09_DA47_39EA_1BD5, 0xD84A_4DE9_008F_3143,
    ],
    "regular through its complement": [
      0x2C83_C9E6_7CF2_73FF, 0x7DBF_18F6_EFB1_61E7, 0x893D_2F74_855E_FB6D,
    ],
    "hub": [
      0xCDA4_F1F0_DA7B_44D9, 0x270D_22E4_3E43_A33D, 0xB07A_471F_705C_599F,
    ],
    "configuration of modest degrees": [
      0xBAFD_3FCC_DD05_4638, 0x689B_BA3A_29EB_ECEB, 0x1C4D_4621_CD6B_AAE1,
    ],
    "scale-free without newcomers": [0x53CF_1189_907A_72DE],
    "scale-free without links": [0x0AC1_4F5D_FD32_96A5],
    "blocks without outside": [
      0x6387_F789_DD3F_806C, 0x8E9F_78AD_DCEA_CF31, 0xC9FB_8658_E6A8_2B09,
    ],
    "blocks of everyone": [0xBB01_8062_BE1B_BD69],
    "tree, children": [0x5601_152B_7F06_DCF7],
    "tree, parent": [0x26A6_8D25_0721_65BA],
    "one chain": [0x5A60_7C7A_9FC7_6E51],
    "chains, previous": [0xA62B_4986_A453_8321],
    "sample": [
      0xB717_895F_8EE3_F2D7, 0xFEA2_6F28_2220_FD74, 0x2F0C_6738_DD60_548D,
    ],
    "sample of all": [0xF2F0_E541_1A3E_D4C1],
    "sample, reversed": [
      0x2D9B_8486_D2AC_9DD7, 0x63DC_60CC_7823_3BA9, 0x9DC9_ACA3_6AD2_75E1,
    ],
    "assigned": [0x4897_3671_C006_6FC9],
    "assigned, reversed": [0xC8C4_DE19_1237_572A],
    "list": [0xDAF0_BDF9_5E40_2F3D],
    "weighted list": [0x3279_AB9D_942F_018B],
    "directed list": [0xA0B5_C019_F40D_937C],
    "directed list, reversed": [0xBB40_E1EC_E181_1B7C],
    "list across": [0xA0B5_C019_F40D_937C],
    "large ring": [0x95C8_A458_5C99_1AF1],
    "large torus": [0x3FE8_553E_5686_B955],
    "large small world": [
      0xAC5C_AF78_FD4B_32E3, 0x435A_A9C3_6B4A_684E, 0xE3F1_5C73_6B4D_778E,
    ],
    "large small world, all rewired": [
      0x76DD_7A56_3043_B3EC, 0xEEA6_4CC7_FFE8_7711, 0x6507_6A2C_3CA9_0659,
    ],
    "large random graph": [
      0xA2D4_8B91_3607_6D12, 0x49BB_D48C_BD7F_C86F, 0x49B0_E1FA_EAC8_96EC,
    ],
    "large regular": [
      0xFF63_CE37_14CB_87ED, 0x03E8_7BC3_B04D_963B, 0x1BBA_677B_F4AF_F7B1,
    ],
    "large regular through rejection": [
      0x1C3B_5E6F_D3F9_CEDC, 0xF0D1_9042_9B99_DA66, 0x7AC4_E9EF_4F73_973E,
    ],
    "large scale-free": [
      0x6AA9_82F3_471E_DDD9, 0x5912_75B6_04CC_50B6, 0x050B_E91B_D9E4_073F,
    ],
    "large configuration": [
      0x3E4B_E79D_91E4_3644, 0xA103_CE7A_3399_6F17, 0xBE97_0DC8_97AA_C270,
    ],
    "large blocks": [
      0xF0FC_E3DD_36C9_6A3E, 0x1058_DD07_6A4B_8460, 0xC0F1_D79C_7F81_AA49,
    ],
    "large sample": [
      0xE4F3_2D11_280B_BC1A, 0x44B9_AE00_1BBA_A1D6, 0x66DE_9339_F94D_EB0C,
    ],
    "large sample of most": [
      0xE160_EF9C_9785_54B2, 0xBEE1_6147_0ABF_7642, 0x144C_8E08_B65B_9A65,
    ],
  ]
}
