package org.distill4j.jvm;

import java.util.List;

/** A convolution: weights times what they meet in planes, image by image if these are large. */
final class DirectConvolveKernel implements Runnable, ThreadTeam.Work {
  private final DirectSizes direct;
  private final HeapMultiplier multiplier;
  private final Slot input;
  private final Slot weights;
  private final Slot output;
  private final PaddedPlanes planes;

  /** The elements of a group's planes. */
  private final int groupSize;

  private final List<PlaneCopy> copies;
  private final ThreadArrays loaded;
  private final DirectProduct product;
  private float[] x = Memory.NO_FLOATS;
  private float[] w = Memory.NO_FLOATS;
  private float[] y = Memory.NO_FLOATS;

  DirectConvolveKernel(
      StepList steps,
      HeapMultiplier multiplier,
      DirectSizes direct,
      Slot input,
      Slot weights,
      Slot output) {
    Convolution sizes = direct.sizes();
    int tall = direct.rows().positions();
    int wide = direct.columns().positions();
    this.direct = direct;
    this.multiplier = multiplier;
    this.input = input;
    this.weights = weights;
    this.output = output;
    this.planes = direct.input(direct.together(DirectProduct.POSITIONS));
    this.groupSize = planes.size() / sizes.groups();
    this.copies = direct.copies(planes);
    this.loaded =
        steps.threadArrays(List.of(direct.rows(), direct.columns(), planes), planes.size());
    this.product =
        new DirectProduct(
            steps,
            multiplier,
            sizes.outputs(),
            direct.window(planes).along(planes.positions(tall, wide)),
            sizes.columns(),
            planes.images(),
            new PlaneCopy.Side(0, tall * wide, wide, 1),
            tall,
            wide);
  }

  @Override
  public void run() {
    x = input.floats();
    w = weights.floats();
    y = output.floatsToWrite();
    int threads = multiplier.threadsFor(direct.work());
    loaded.require(threads);
    product.require(threads);
    multiplier.share(threads, this);
    x = Memory.NO_FLOATS;
    w = Memory.NO_FLOATS;
    y = Memory.NO_FLOATS;
  }

  @Override
  public void run(int part, int parts) {
    int images = direct.sizes().images();
    int chunks = (images + planes.images() - 1) / planes.images();
    int end = ThreadTeam.start(chunks, part + 1, parts);
    for (int chunk = ThreadTeam.start(chunks, part, parts); chunk < end; chunk++) {
      int first = chunk * planes.images();
      convolve(part, first, Math.min(planes.images(), images - first));
    }
  }

  private void convolve(int thread, int first, int count) {
    Convolution sizes = direct.sizes();
    float[] target = loaded.of(thread);
    for (int i = 0; i < count; i++) {
      for (PlaneCopy copy : copies) {
        copy.load(x, sizes.inputAt(first + i, 0), target, i * planes.image());
      }
    }
    for (int group = 0; group < sizes.groups(); group++) {
      int weight = group * sizes.outputs() * sizes.columns();
      int plane = group * groupSize;
      int to = sizes.outputAt(first, group);
      int next = sizes.outputAt(1, 0);
      product.run(thread, w, weight, target, plane, y, to, next, count);
    }
  }
}
