#!/usr/bin/env bash
# From the seed to the committed tagger: ./recipe.sh [STEPS]
# Needs Python 3 with torch, onnx and regex (Debian: python3-torch python3-onnx python3-regex) and this project built.
# Training saves its state every 50 steps; after an interruption run `RESUME=1 ./recipe.sh STEPS`.
set -euo pipefail
cd "$(dirname "$0")"
steps=${1:-3200}
python=${PYTHON:-/usr/bin/python3}
assay="node ../../../dist/main.js"
work=../work/tagger
mkdir -p "$work"

if [ -z "${RESUME:-}" ]; then
  # First the layouts of train, then layouts of their own, mixed from the forms of those.
  $assay generate invoices-v2 --split train --tier T1,T2,T3 --documents 17050 --jsonl > "$work/train-v2.jsonl"
  $assay generate invoices-v2 --split mixed --tier T1,T2,T3 --documents 30000 --jsonl >> "$work/train-v2.jsonl"
  $assay generate invoices-v1 --split train --documents 10000 --jsonl > "$work/train-v1.jsonl"
  $assay generate invoices-v2 --split dev --tier T1,T2,T3 --documents 300 --jsonl > "$work/dev.jsonl"
  "$python" tokens.py "$work/train-v2.jsonl" "$work/tokenizer.json"
fi

# tcmalloc keeps large tensors from being mapped anew at every step.
tcmalloc=$(ls /usr/lib/*/libtcmalloc_minimal.so.4 2>/dev/null | head -n 1 || true)
LD_PRELOAD=$tcmalloc OMP_NUM_THREADS=1 "$python" train.py "$work" --steps "$steps" ${RESUME:+--resume}

"$python" export.py "$work" ../../assay-tagger
$assay models quantize ../../assay-tagger/onnx/model.onnx --to fp16,int8 --force --json > "$work/quantized.json"
# No loader looks for a file of this name; an experiment makes it when it asks for it.
$assay models quantize ../../assay-tagger/onnx/model.onnx --to int8-weights --out "$work/onnx" --force --json > "$work/quantized-weights.json"
node check.mjs "$work" ../../assay-tagger
node write-registry.mjs
for split in layouts-t1 layouts-t2 layouts-t3 test-t1 test-t2 test-t3; do
  $assay run "evaluate/$split.yaml" --results "$work/results" --json > "$work/$split.json"
done
node write-card.mjs "$work"
