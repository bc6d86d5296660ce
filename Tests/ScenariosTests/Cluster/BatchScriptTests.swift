// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@testable import Scenarios

@Suite("A script for sbatch")
struct BatchScriptTests {
  private static func script(
    _ purpose: BatchScript.Purpose, folder: String = "/shared/m.cluster",
    options: BatchOptions = BatchOptions()
  ) -> BatchScript {
    BatchScript(
      purpose: purpose, name: "arendt-m-1", program: "/opt/arendt", folder: folder, array: 3,
      options: options, bytes: (1 << 30) + 1)
  }

  @Test("of tasks says all that was asked, and runs one task")
  func tasks() {
    let options = BatchOptions(
      partition: "long,short", account: "a b", time: "1-02:03", cpusPerTask: 4, taskCount: 9)
    #expect(
      Self.script(.tasks([0, 1, 2, 5, 7, 8]), options: options).text == """
        #!/bin/bash
        #SBATCH --job-name='arendt-m-1'
        #SBATCH --comment='tasks 3'
        #SBATCH --array=0-2,5,7-8
        #SBATCH --output='/shared/m.cluster/log/3-task-%a-%A.txt'
        #SBATCH --open-mode=append
        #SBATCH --chdir=/
        #SBATCH --ntasks=1
        #SBATCH --cpus-per-task=4
        #SBATCH --mem=1025M
        #SBATCH --time='1-02:03'
        #SBATCH --partition='long,short'
        #SBATCH --account='a b'
        #SBATCH --requeue
        exec '/opt/arendt' cluster task '/shared/m.cluster' 3 "$SLURM_ARRAY_TASK_ID"

        """)
  }

  @Test("that merges waits for the array, however that ends")
  func merge() {
    let text = Self.script(.merge(after: "12", seconds: 901)).text
    #expect(text.contains("#SBATCH --dependency=afterany:12\n"))
    #expect(text.hasSuffix("exec '/opt/arendt' cluster advance '/shared/m.cluster' 3\n"))
    #expect(!text.contains("--array") && !text.contains("--account"))
    #expect(!Self.script(.merge(after: nil, seconds: 60)).text.contains("dependency"))
  }

  @Test("that merges takes its own time, and not that of tasks")
  func mergeTime() {
    let options = BatchOptions(time: "5")
    func time(_ seconds: Int) -> String {
      let text = Self.script(.merge(after: "12", seconds: seconds), options: options).text
      return text.split(separator: "\n").filter { $0.contains("--time") }.joined()
    }
    #expect(time(901) == "#SBATCH --time='16'")
    #expect(time(900) == "#SBATCH --time='15'")
    #expect(time(1) == "#SBATCH --time='1'")
  }

  @Test(
    "time of the merging job grows with runs, with what is read of them and with the parts at one point"
  )
  func mergeSeconds() {
    func minutes(_ runs: Int, reads: Bool = false, parts: Double = 0) -> Int {
      ArrayNeeds.mergeSeconds(runCount: runs, readsSeries: reads, secondsAtOnePoint: parts) / 60
    }
    #expect(minutes(0) == 15)
    #expect(minutes(6_000_000) == 25)
    #expect(minutes(6_000_000, reads: true) == 115)
    #expect(minutes(6_000_000, parts: 301) == 36)
    #expect(minutes(.max, parts: .infinity) == 366 * 24 * 60)
  }

  @Test("the longest time is that of the partitions asked for, or of the default one")
  func partitions() {
    let answer = """
      PartitionName=short AllowGroups=ALL Default=NO MaxNodes=UNLIMITED MaxTime=01:00:00 MinNodes=0
      PartitionName=main AllowGroups=ALL Default=YES MaxTime=2-00:00:00 MinNodes=0
      PartitionName=endless AllowGroups=ALL Default=NO MaxTime=UNLIMITED MinNodes=0
      """
    func longest(_ names: String?) -> Int? {
      SlurmConfiguration.longestSeconds(inPartitions: names, answer)
    }
    #expect(longest(nil) == 172_800)
    #expect(longest("short") == 3_600)
    #expect(longest("main,short") == 3_600)
    #expect(
      longest("endless") == nil && longest("none") == nil && longest("endless,main") == 172_800)
    let usual = """
      PartitionName=short Default=YES DefaultTime=00:10:00 MaxTime=01:00:00
      PartitionName=main Default=NO DefaultTime=NONE MaxTime=2-00:00:00
      PartitionName=endless Default=NO DefaultTime=UNLIMITED MaxTime=UNLIMITED
      """
    func usually(_ names: String?) -> Int? {
      SlurmConfiguration.usualSeconds(inPartitions: names, usual)
    }
    #expect(usually(nil) == 600 && usually("main") == 172_800 && usually("endless") == nil)
    #expect(usually("main,short") == 600)
    #expect(SlurmConfiguration.longestSeconds(inPartitions: nil, "MaxArraySize = 5\n") == nil)
  }

  @Test(
    "paths that sbatch would read otherwise cannot stand in it",
    arguments: ["", "a\\b", "a\nb", "a\tb", "\u{7F}", "\r"])
  func unheld(path: String) {
    #expect(!BatchScript.canHold(path))
    #expect(BatchOptions(partition: path).unwritable == ["--partition"])
  }

  @Test("other paths can", arguments: ["it's 100%", "%%a", "a\"b", "$(x) `y` *?[]", "é", "#!"])
  func held(path: String) { #expect(BatchScript.canHold(path)) }

  @Test(
    "means what was written, in the shell",
    arguments: [
      "it's", "''", "a b", "$(touch x)", "`touch x`", "\\", "\"", "%a 100%", "*", "-n", "é\u{7F}",
    ])
  func quoting(text: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["-c", "printf '%s|' \(BatchScript.quoted(text)) end"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(String(decoding: bytes, as: UTF8.self) == "\(text)|end|")
  }

  @Test("doubles per cent signs in the names of logs only, which sbatch would replace")
  func percent() {
    let text = Self.script(.tasks([0]), folder: "/a%b").text
    #expect(text.contains("--output='/a%%b/log/3-task-%a-%A.txt'"))
    #expect(text.contains("cluster task '/a%b' 3"))
  }

  @Test("refuses texts that would be more than one line")
  func unwritable() {
    #expect(
      BatchOptions(partition: "a\n#SBATCH --x", account: "").unwritable == [
        "--partition", "--account",
      ])
    #expect(BatchOptions(partition: "a", account: "it's", time: "5").unwritable == [])
  }

  @Test(
    "knows the time limits of sbatch",
    arguments: [
      ("5", 300), ("5:30", 330), ("1:00:10", 3610), ("2-3", 183_600), ("1-0:30", 88_200),
      ("1-1:1:1", 90_061), ("0", nil), ("", nil), ("x", nil), ("1:", nil), ("1:2:3:4", nil),
      ("1-", nil), ("-5", nil), ("1.5", nil), ("UNLIMITED", .infinity), ("infinite", .infinity),
      ("1-2-3", nil), ("0-0", nil), ("nan", nil), ("0x10-1", nil), ("1.5-12", nil), ("1e1-1", nil),
      ("inf-0", nil), ("-", nil), ("+5", nil), ("99999999999999999999", nil),
      ("35791394", 2_147_483_640),
      ("35791395", nil), ("24855-3", 2_147_482_800), ("24856-0", nil),
    ] as [(String, Double?)])
  func timeLimits(text: String, seconds: Double?) {
    #expect(BatchOptions.seconds(ofTimeLimit: text) == seconds)
  }
}
