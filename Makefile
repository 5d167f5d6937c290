# make test is what has to pass; the other targets are listed by make help.
SHELL := /bin/sh
# servers and network tools, which Debian keeps off the path of ordinary users
export PATH := $(PATH):/usr/sbin:/sbin
MVN := ./mvnw -q
# sandbox and clients share a process, in which a virtual thread that computes or waits in native code must not hold up the others
JAVA = $$(packaging/jdk.sh)/bin/java -Djdk.virtualThreadScheduler.parallelism=16
ACCEPTANCE := acceptance/target/carestack-acceptance.jar:acceptance/target/lib/*

.PHONY: help setup test release-test prove demo bench bench-gaps bench-costs bench-releases chaos run cluster-test image-root format generate clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | awk -F'|' '{printf "make %-13s %s\n", $$1, $$2}'

setup: ## install what the build and its tests start (Debian, root)
	@packaging/setup.sh

test: setup ## build everything and run every test that needs no cluster
	@echo "==> building and testing: operator, demo application, sandbox, acceptance"
	@env -u KUBECONFIG $(MVN) verify
	@awk -F'[:,]' '/^Tests run/ {run += $$2; bad += $$4 + $$6; skipped += $$8} END {printf "%d passed, %d failed, %d skipped\n", run - bad - skipped, bad, skipped}' */target/surefire-reports/*.txt

release-test: setup ## kill the operator at every write of a release, and judge releases by a real Prometheus, under load; wants the machine for itself
	@env -u KUBECONFIG $(MVN) verify -Dtest.groups=releases -Dtest.excluded-groups= -Dsurefire.failIfNoSpecifiedTests=false

prove: ## search what can happen to a database and to a release around the real planners; STATES=n for each search
	@echo "==> searching"
	@$(MVN) -Pprove test -pl operator $(if $(STATES),-Dprove.states=$(STATES))

demo: setup ## the main job in the sandbox; KEEP=1 leaves it running
	@echo "==> building"
	@$(MVN) package -DskipTests
	@echo "==> starting the demo"
	@$(JAVA) --sun-misc-unsafe-memory-access=allow -cp "$(ACCEPTANCE)" io.carestack.acceptance.Demo

bench: setup ## what the operator costs, against its budgets; with KUBECONFIG on that API server as well. ONLY=gaps or costs: of databases; ONLY=releases
	@if [ -n "$(ONLY)" ]; then exec $(MAKE) --no-print-directory bench-$(ONLY); fi; \
	echo "==> building" && $(MVN) package -DskipTests && echo "==> running the benchmarks" && \
	$(JAVA) -Xmx3g --sun-misc-unsafe-memory-access=allow -cp "$(ACCEPTANCE)" io.carestack.acceptance.bench.Bench

bench-gaps: setup ## how long writes stop, fault by fault, beside Patroni where it is installed: RUNS=20 PATRONI_RUNS=20 HARM=
	@echo "==> building"
	@$(MVN) package -DskipTests
	@echo "==> breaking things"
	@$(JAVA) --sun-misc-unsafe-memory-access=allow -cp "$(ACCEPTANCE)" io.carestack.acceptance.gaps.GapBench

bench-costs: setup ## what replication costs a database, and what the operator asks of an idle one: ROUNDS=3 SECONDS=20 IDLE=60
	@echo "==> building"
	@$(MVN) package -DskipTests
	@echo "==> running pgbench"
	@$(JAVA) --sun-misc-unsafe-memory-access=allow -cp "$(ACCEPTANCE)" io.carestack.acceptance.chaos.CostBench

bench-releases: setup ## what clients see of releases, under load: CUTOVERS=10 ROLLBACKS=5 BAD=2 PODS=4
	@echo "==> building"
	@$(MVN) package -DskipTests
	@echo "==> releasing"
	@$(JAVA) --sun-misc-unsafe-memory-access=allow -cp "$(ACCEPTANCE)" io.carestack.acceptance.releases.ReleaseBench

chaos: setup ## faults at random against a database under load, in the sandbox or on the cluster of KUBECONFIG: RUNS=200 SEED=1 FAULT=
	@echo "==> building"
	@$(MVN) package -DskipTests
	@echo "==> breaking things"
	@$(JAVA) --sun-misc-unsafe-memory-access=allow -cp "$(ACCEPTANCE)" io.carestack.acceptance.chaos.Chaos

run: ## the operator, from here, against the current kubeconfig
	@echo "==> building"
	@$(MVN) package -DskipTests -pl operator
	@echo "==> starting the operator; ^C stops it"
	@CARESTACK_LEADER_ELECTION=$${CARESTACK_LEADER_ELECTION:-false} $(JAVA) -jar operator/target/carestack-operator.jar

cluster-test: setup ## the integration and conformance tests against the cluster in KUBECONFIG
	@test -n "$$KUBECONFIG" || { echo "cluster-test: set KUBECONFIG" >&2; exit 1; }
	@echo "==> running the integration tests against $$KUBECONFIG"
	@$(MVN) verify -Pcluster

image-root: setup ## lay out the image's root file system in DIR, without a container engine
	@test -n "$(DIR)" || { echo "image-root: give DIR=<an empty directory>" >&2; exit 1; }
	@echo "==> building"
	@$(MVN) package -DskipTests -pl operator
	@packaging/build-runtime.sh operator/target "$(DIR)" --with-libc

generate: ## write the generated files anew: CRD, kustomize base, documents, golden files
	@echo "==> generating"
	@$(MVN) test -pl operator -Dtest=CustomResourceDefinitionTest -Dcrds.update=true
	@$(MVN) test -pl operator -Dconfig.update=true -Ddocs.update=true -Dgitops.update=true -Dgolden.update=true

format: ## format the Java sources
	@$(MVN) spotless:apply

clean: ## remove what was built
	@$(MVN) clean
