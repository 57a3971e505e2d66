#!/bin/sh
# What a CI job does with a program in git: it fails on mistakes, tells what waits for somebody, and leaves a page behind.
#
#     sh examples/ci.sh FOLDER PAGES
#
# PAGES is the folder to publish. Exit 1: the files are wrong (no page is written). Exit 0: they are right, whatever waits.
set -eu

program=$1
pages=$2
mkdir -p "$pages"

# Notes at the lines of a pull request where GitHub runs this, plain lines elsewhere.
if [ "${GITHUB_ACTIONS:-}" = true ]; then
    pleiad -C "$program" check --strict --format github
else
    pleiad -C "$program" check --strict
fi

# Everything by which scripts go on is JSON with a published schema.
pleiad -C "$program" due --json > "$pages/due.json"
if ! pleiad -C "$program" due --exit-code > /dev/null; then
    echo "Something waits for somebody: see due.json"
fi

pleiad -C "$program" summary --format html -o "$pages/index.html"
pleiad -C "$program" report health --format csv > "$pages/health.csv"
