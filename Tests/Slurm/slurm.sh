#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# How does one machine become a cluster of two nodes? Usage: Tests/Slurm/slurm.sh start|stop FOLDER, or
# kill-node|node FOLDER n1|n2: the first takes the power from a node, the second gives it back.
#
# A real Slurm (controller and two nodes of two processors each, no accounting, no authentication) keeps everything in
# FOLDER and listens on free ports of this machine alone. FOLDER/slurm.conf is what SLURM_CONF is to name. Nodes claim
# their processors whatever the machine has. Not for anything but tests.
set -euo pipefail
action=$1
mkdir -p "$2"
folder=$(cd "$2" && pwd -P)
export SLURM_CONF=$folder/slurm.conf
export PATH=$PATH:/usr/sbin:/sbin

# pid_of NAME: the daemon of a node, or of the controller.
pid_of() { cat "$folder/run/$1.pid" 2> /dev/null || true; }


# is_alive PROCESS: whether it runs; one that has ended and that nobody has asked about does not.
is_alive() { [ -e "/proc/$1" ] && ! grep -q ') Z ' "/proc/$1/stat"; }

case $action in
  start)
    mkdir -p "$folder"/{state,spool-n1,spool-n2,log,run}
    read -r control first second < <(python3 -c '
import socket
sockets = [socket.socket() for _ in range(3)]
for one in sockets: one.bind(("127.0.0.1", 0))
print(*(one.getsockname()[1] for one in sockets))')
    host=$(hostname -s)
    user=$(id -un)
    cat > "$SLURM_CONF" << CONF
ClusterName=arendt
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$control
SlurmdPort=$first
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/none
CredType=cred/none
AuthInfo=cred_expire=5
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool-%n
SlurmctldPidFile=$folder/run/controller.pid
SlurmdPidFile=$folder/run/%n.pid
SlurmctldLogFile=$folder/log/controller.log
SlurmdLogFile=$folder/log/%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SwitchType=switch/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/none
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=0,bf_interval=1,bf_resolution=1
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
ReturnToService=2
SlurmdTimeout=300
KillWait=2
CompleteWait=0
MinJobAge=300
MaxArraySize=1001
NodeName=n1 NodeHostname=$host NodeAddr=127.0.0.1 Port=$first CPUs=2 RealMemory=4000 State=UNKNOWN
NodeName=n2 NodeHostname=$host NodeAddr=127.0.0.1 Port=$second CPUs=2 RealMemory=4000 State=UNKNOWN
PartitionName=main Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP
CONF
    slurmctld -c
    slurmd -N n1
    slurmd -N n2
    for _ in $(seq 600); do
      idle=$(sinfo -h -N -t idle -o %N 2> /dev/null | sort -u | wc -l) || idle=0
      [ "$idle" -lt 2 ] || exit 0
      sleep 0.1
    done
    echo "slurm: the nodes are not idle after a minute; see $folder/log" >&2
    exit 1
    ;;
  node)
    slurmd -N "$3"
    # A node that tells of itself is taken back; until it has, its operator may say so, and afterwards cannot.
    for _ in $(seq 600); do
      [ -n "$(sinfo -h -N -n "$3" -t down -o %N)" ] || exit 0
      scontrol update "NodeName=$3" State=RESUME 2> /dev/null || true
      sleep 0.1
    done
    echo "slurm: node $3 does not come back in a minute; see $folder/log" >&2
    exit 1
    ;;
  kill-node)
    # The node loses its power: its daemon, the keepers of its jobs and the jobs themselves end at once. That Slurm notices
    # is told it, as its operator would, because its own patience is five minutes; less would not do on a busy machine.
    daemon=$(pid_of "$3")
    [ -n "$daemon" ] || { echo "slurm: node $3 does not run" >&2; exit 1; }
    kill -9 "$daemon"
    python3 - "$3" << 'PY'
import os, signal, sys
here, there = b"SLURM_CONF=" + os.environ["SLURM_CONF"].encode(), b"SLURMD_NODENAME=" + sys.argv[1].encode()
doomed = []
for process in filter(str.isdigit, os.listdir("/proc")):
    try:
        environment = open(f"/proc/{process}/environ", "rb").read().split(b"\0")
        if here not in environment or there not in environment: continue
        parent = open(f"/proc/{process}/stat").read().rsplit(")", 1)[1].split()[1]
        if open(f"/proc/{parent}/cmdline", "rb").read().startswith(b"slurmstepd"): doomed.append(int(parent))
        doomed.append(int(process))
    except OSError:
        pass
for process in dict.fromkeys(doomed):
    try: os.kill(process, signal.SIGKILL)
    except ProcessLookupError: pass
PY
    scontrol update "NodeName=$3" State=DOWN Reason="no power"
    ;;
  stop)
    scontrol shutdown > /dev/null 2>&1 || true
    for name in controller n1 n2; do
      daemon=$(pid_of $name)
      [ -n "$daemon" ] || continue
      for _ in $(seq 100); do
        is_alive "$daemon" || break
        sleep 0.1
      done
      if is_alive "$daemon"; then kill -9 "$daemon"; fi
    done
    ;;
  *)
    echo "usage: $0 start|stop|node|kill-node FOLDER [NODE]" >&2
    exit 64
    ;;
esac
