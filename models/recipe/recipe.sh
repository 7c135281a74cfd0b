#!/usr/bin/env bash
# From the seed to the committed model: ./recipe.sh [assay-extract|assay-extract-2] [STEPS]. The second starts from the first, which is trained before it where that was not done.
# Needs Python 3 with torch, numpy and regex (Debian: python3-torch python3-numpy python3-regex libopenblas0) and this project built.
# Without OpenBLAS a step of the second takes four times as long; an OpenBLAS older than the processor wants OPENBLAS_CORETYPE, e.g. SkylakeX where there is AVX-512.
# Training saves its state every 100 steps; after an interruption run the same with RESUME=1 before it.
set -euo pipefail
cd "$(dirname "$0")"
export RECIPE=${1:-assay-extract}
python=${PYTHON:-/usr/bin/python3}
assay="node ../../dist/main.js"
MIDWAY=10700

make_examples() {
  mkdir -p work
  for split in train dev test; do [ -f "work/$split.jsonl" ] || $assay generate invoices-v1 --split "$split" --jsonl > "work/$split.jsonl"; done
}

# Text and layout-preserving text of tiers T1 to T3; the probes say how the training goes, tier by tier.
make_examples_2() {
  make_examples
  mkdir -p work/v2
  $assay generate invoices-v2 --split train --tier T1,T2,T3 --documents 80000 --render layout --out work/v2/train
  "$python" pack.py work/v2/train.jsonl work/v2/train work/train.jsonl
  # Then layouts of their own, mixed from the forms of the training layouts, with more label words.
  $assay generate invoices-v2 --split mixed --tier T1,T2,T3 --documents 100000 --render layout --out work/v2/mixed
  "$python" pack.py work/v2/mixed.jsonl work/v2/mixed work/train.jsonl
  $assay generate invoices-v2 --split mixed --seed 2 --tier T1,T2,T3 --documents 60000 --render layout --out work/v2/mixed-2
  "$python" pack.py work/v2/mixed-2.jsonl work/v2/mixed-2 <(tail -n +40001 work/train.jsonl)
  $assay generate invoices-v2 --split mixed --seed 3 --tier T1,T2,T3 --documents 20000 --render layout --out work/v2/mixed-3
  "$python" pack.py work/v2/mixed-3.jsonl work/v2/mixed-3 <(tail -n +60001 work/train.jsonl)
  cat work/v2/mixed.jsonl work/v2/mixed-2.jsonl work/v2/mixed-3.jsonl >> work/v2/train.jsonl
  node titles.mjs > work/v2/titles.json
  for tier in 1 2 3; do
    $assay generate invoices-v2 --split dev --tier "T$tier" --documents 100 --render layout --out "work/v2/dev-t$tier"
    $assay generate invoices-v2 --split "test-t$tier" --documents 100 --render layout --out "work/v2/test-t$tier"
    for split in dev test; do "$python" pack.py "work/v2/$split-t$tier.jsonl" "work/v2/$split-t$tier"; done
  done
}

case $RECIPE in
  assay-extract) work=work steps=${2:-2000} file=assay-extract-f16.gguf start=() ladder=quantization ;;
  # It starts from the trained blocks of the first extractor, which knows how to look up and copy.
  assay-extract-2) work=work/v2 steps=${2:-13900} file=assay-extract-2-f16.gguf start=(--start work/state.pt) ladder=ladder ;;
  *) echo "recipe.sh: no recipe $RECIPE; there are assay-extract and assay-extract-2" >&2; exit 2 ;;
esac

if [ "$RECIPE" = assay-extract-2 ] && [ ! -f work/state.pt ]; then RESUME= "./$(basename "$0")" assay-extract; fi
if [ -z "${RESUME:-}" ]; then
  if [ "$RECIPE" = assay-extract ]; then make_examples; else make_examples_2; fi
  "$python" tokenizer.py "$work/train.jsonl" "$work/tokenizer.json"
  sha256sum "$work/train.jsonl" > "$work/train.jsonl.sha256"
  # A training from the start keeps its own log.
  rm -f "$work/log.jsonl" "$work/midway.pt"
fi

# tcmalloc keeps large tensors from being mapped anew at every step, a quarter of the time on a processor.
tcmalloc=$(ls /usr/lib/*/libtcmalloc_minimal.so.4 2>/dev/null | head -n 1 || true)
train() { LD_PRELOAD=$tcmalloc OMP_WAIT_POLICY=PASSIVE "$python" train.py "$@"; }
final=$work/state.pt
if [ "$RECIPE" = assay-extract ] || [ "$steps" -le "$MIDWAY" ]; then
  train --steps "$steps" "${start[@]}" ${RESUME:+--resume}
else
  # The mean of two states keeps what the later one forgot, of long documents above all.
  if [ ! -f "$work/midway.pt" ]; then
    train --steps "$MIDWAY" "${start[@]}" ${RESUME:+--resume}
    cp "$work/state.pt" "$work/midway.pt"
  fi
  train --steps "$steps" --resume
  final=$work/averaged.pt
  "$python" average.py "$work/state.pt" "$work/midway.pt" 0.4 "$final"
fi

# gguf-py lies in the llama.cpp source that node-llama-cpp carries.
[ -d work/llama.cpp ] || git clone -q ../../node_modules/node-llama-cpp/llama/gitRelease.bundle work/llama.cpp
"$python" export_gguf.py "$final" "../$file"
# Below three bits the engine wants to know which weights matter.
"$python" imatrix.py "$final" "../${file%-f16.gguf}-imatrix.gguf"
node write-registry.mjs

for experiment in evaluate/"$RECIPE"/*.yaml "../../experiments/$ladder.yaml"; do $assay run "$experiment" --results "$work/results" > /dev/null; done
if [ "$RECIPE" = assay-extract ]; then node write-card.mjs; else node write-card-2.mjs; fi
