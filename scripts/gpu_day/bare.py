"""What a bare PyTorch costs: python -m gpu_day.bare DEVICE prints {stage: seconds}.

The first use of each of the GPU's libraries pays for loading it.
"""

import json
import sys
import time

from gpu_day.step import die_with_parent


def main() -> None:
    """Use one library after the other."""
    die_with_parent()
    device, found, last = sys.argv[1], {}, time.perf_counter()

    def stage(name: str) -> None:
        nonlocal last
        if device == "cuda":
            torch.cuda.synchronize()
        found[name], last = time.perf_counter() - last, time.perf_counter()

    import torch

    found["import torch"], last = time.perf_counter() - last, time.perf_counter()
    torch.ones(2, device=device).add_(1)
    stage("the device's context and a first kernel")
    a = torch.ones(1, 16, 64, 64, device=device, dtype=torch.float16 if device == "cuda" else torch.float32)
    a @ a
    stage("a first matrix product")
    torch.nn.functional.scaled_dot_product_attention(a, a, a)
    stage("a first attention")
    torch.nn.functional.conv1d(a[0], torch.ones(16, 64, 3, device=device, dtype=a.dtype))
    stage("a first convolution")
    torch.fft.rfft(a.float())
    stage("a first Fourier transform")
    print(json.dumps(found))


if __name__ == "__main__":
    main()
