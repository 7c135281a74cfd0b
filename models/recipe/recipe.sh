#!/usr/bin/env bash
# From the seed to the committed model: ./recipe.sh [STEPS]
# Needs Python 3 with torch, numpy and regex (Debian: python3-torch python3-numpy python3-regex) and this project built.
# Training saves its state every 100 steps; after an interruption run `RESUME=1 ./recipe.sh STEPS`.
set -euo pipefail
cd "$(dirname "$0")"
steps=${1:-2000}
python=${PYTHON:-/usr/bin/python3}
assay="node ../../dist/main.js"
mkdir -p work

if [ -z "${RESUME:-}" ]; then
  for split in train dev test; do $assay generate invoices-v1 --split "$split" --jsonl > "work/$split.jsonl"; done
  "$python" tokenizer.py work/train.jsonl work/tokenizer.json
fi

# tcmalloc keeps large tensors from being mapped anew at every step, a quarter of the time on a processor.
tcmalloc=$(ls /usr/lib/*/libtcmalloc_minimal.so.4 2>/dev/null | head -n 1 || true)
LD_PRELOAD=$tcmalloc OMP_WAIT_POLICY=PASSIVE "$python" train.py --steps "$steps" ${RESUME:+--resume}

# gguf-py lies in the llama.cpp source that node-llama-cpp carries.
[ -d work/llama.cpp ] || git clone -q ../../node_modules/node-llama-cpp/llama/gitRelease.bundle work/llama.cpp
"$python" export_gguf.py work/state.pt ../assay-extract-f16.gguf
node write-registry.mjs

for split in dev test-labels test-geometry; do $assay run "evaluate/$split.yaml" --results work/results > /dev/null; done
$assay run ../../experiments/quantization.yaml --results work/results > /dev/null
node write-card.mjs
