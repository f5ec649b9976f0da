// Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0
// First process of a pod: holds its namespaces, ends when asked, and lets the kernel reap orphans.
#include <signal.h>
#include <unistd.h>

static void end(int signal) {
  (void)signal;
  _exit(0);
}

int main(void) {
  signal(SIGTERM, end);
  signal(SIGINT, end);
  signal(SIGCHLD, SIG_IGN);
  for (;;) pause();
}
