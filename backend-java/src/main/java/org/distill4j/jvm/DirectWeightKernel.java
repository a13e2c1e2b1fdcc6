package org.distill4j.jvm;

import java.util.List;
import org.distill4j.jvm.Multiplier.Effect;

/**
 * The gradient of a convolution's weights: the sum over images of what the weights meet times the
 * gradient. It is computed as its transpose, some images at a time: threads share the images to lay
 * them out, and then the weights.
 */
final class DirectWeightKernel implements Runnable {
  /** The positions that are computed together, or more. */
  private static final int POSITIONS = 1024;

  private final DirectSizes direct;
  private final HeapMultiplier multiplier;
  private final Slot input;
  private final Slot gradient;
  private final Slot output;
  private final PaddedPlanes planes;

  /** The elements of a group's planes. */
  private final int groupSize;

  private final ThreadArrays loaded;
  private final ThreadArrays gradients;
  private final ThreadArrays sums;
  private final TeamLoops first;
  private final TeamLoops others;
  private final int span;
  private final List<PlaneCopy> copies;
  private final PlaneCopy result;

  DirectWeightKernel(
      StepList steps,
      HeapMultiplier multiplier,
      DirectSizes direct,
      Slot input,
      Slot gradient,
      Slot output) {
    Convolution sizes = direct.sizes();
    this.direct = direct;
    this.multiplier = multiplier;
    this.input = input;
    this.gradient = gradient;
    this.output = output;
    this.planes = direct.input(direct.together(POSITIONS));
    this.span = planes.span(direct.rows().positions(), direct.columns().positions());
    int all = sizes.groups() * sizes.outputs();
    this.groupSize = planes.size() / sizes.groups();
    this.copies = direct.copies(planes);
    this.result = direct.result(all, 0, span, planes);
    this.loaded =
        steps.threadArrays(List.of(direct.rows(), direct.columns(), planes), planes.size());
    this.gradients = steps.threadArrays(List.of(direct, span), all * span);
    this.sums = steps.threadArrays(all * sizes.columns(), all * sizes.columns());
    this.first = new TeamLoops(multiplier, product(Effect.SET));
    this.others = new TeamLoops(multiplier, product(Effect.ADD));
  }

  private ProductSizes product(Effect effect) {
    Convolution sizes = direct.sizes();
    return new ProductSizes(
        sizes.columns(),
        span,
        sizes.outputs(),
        direct.window(planes),
        MatrixLines.packed(Layout.COLUMNS, span, sizes.outputs()),
        MatrixLines.packed(Layout.ROWS, sizes.columns(), sizes.outputs()),
        effect);
  }

  @Override
  public void run() {
    Convolution sizes = direct.sizes();
    long work = (long) planes.images() * sizes.groups() * sizes.outputSize() * sizes.columns();
    int threads = multiplier.threadsFor(work);
    loaded.require(1);
    gradients.require(1);
    sums.require(1);
    first.require(threads);
    others.require(threads);
    float[] x = input.floats();
    float[] g = gradient.floats();
    for (int image = 0; image < sizes.images(); image += planes.images()) {
      int begin = image;
      multiplier.share(threads, (part, parts) -> load(x, g, begin, part, parts));
      TeamLoops loops = image == 0 ? first : others;
      multiplier.share(threads, (part, parts) -> multiply(loops, part, parts));
    }
    store(output.floatsToWrite());
  }

  /** Images that are missing at the end have gradients of 0. */
  private void load(float[] x, float[] g, int begin, int part, int parts) {
    Convolution sizes = direct.sizes();
    int end = ThreadTeam.start(planes.images(), part + 1, parts);
    for (int i = ThreadTeam.start(planes.images(), part, parts); i < end; i++) {
      int to = i * planes.image();
      if (begin + i < sizes.images()) {
        for (PlaneCopy copy : copies) {
          copy.load(x, sizes.inputAt(begin + i, 0), loaded.of(0), to);
        }
        result.load(g, sizes.outputAt(begin + i, 0), gradients.of(0), to);
      } else {
        result.load(new float[sizes.groups() * sizes.outputSize()], 0, gradients.of(0), to);
      }
    }
  }

  private void multiply(TeamLoops loops, int part, int parts) {
    Convolution sizes = direct.sizes();
    int from = ThreadTeam.blockStart(sizes.columns(), part, parts);
    int to = ThreadTeam.blockStart(sizes.columns(), part + 1, parts);
    for (int group = 0; group < sizes.groups(); group++) {
      int plane = group * groupSize;
      int outputs = group * sizes.outputs();
      loops
          .of(part)
          .run(
              loaded.of(0),
              plane,
              gradients.of(0),
              outputs * span,
              sums.of(0),
              outputs * sizes.columns(),
              from,
              to);
    }
  }

  private void store(float[] dw) {
    int columns = direct.sizes().columns();
    int outputs = direct.sizes().outputs();
    for (int group = 0; group < direct.sizes().groups(); group++) {
      int at = group * outputs * columns;
      for (int k = 0; k < columns; k++) {
        for (int i = 0; i < outputs; i++) {
          dw[at + i * columns + k] = sums.of(0)[at + k * outputs + i];
        }
      }
    }
  }
}
