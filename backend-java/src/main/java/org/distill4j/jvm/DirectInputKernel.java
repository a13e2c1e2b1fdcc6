package org.distill4j.jvm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The gradient of a convolution's input: phase by phase, the weights that meet the phase times the
 * gradient in planes, some images at a time.
 */
final class DirectInputKernel implements Runnable, ThreadTeam.Work {
  private final DirectSizes direct;
  private final HeapMultiplier multiplier;
  private final Slot weights;
  private final Slot gradient;
  private final Slot output;
  private final PaddedPlanes planes;
  private final ThreadArrays loaded;
  private final PlaneCopy result;
  private final List<Phase> phases = new ArrayList<>();
  private float[] g = Memory.NO_FLOATS;
  private float[] dx = Memory.NO_FLOATS;

  DirectInputKernel(
      StepList steps,
      HeapMultiplier multiplier,
      DirectSizes direct,
      Slot weights,
      Slot gradient,
      Slot output) {
    this.direct = direct;
    this.multiplier = multiplier;
    this.weights = weights;
    this.gradient = gradient;
    this.output = output;
    this.planes = direct.result(direct.together(DirectProduct.POSITIONS));
    int outputs = direct.sizes().groups() * direct.sizes().outputs();
    int distance = planes.at(1, 0, 0) - planes.at(0, 0, 0);
    this.result = direct.result(outputs, planes.at(0, 0, 0), distance, planes);
    this.loaded = steps.threadArrays(planes, planes.size());
    for (int down : direct.rows().met()) {
      for (int across : direct.columns().met()) {
        phases.add(new Phase(steps, down, across));
      }
    }
  }

  /** The elements of the input that some elements of the window meet. */
  private final class Phase {
    private final int down;
    private final int across;
    private final int[] ys;
    private final int[] xs;
    private final DirectProduct product;

    /** The weights, (groups, channels, outputs · elements). */
    private final float[] own;

    Phase(StepList steps, int down, int across) {
      Convolution sizes = direct.sizes();
      this.down = down;
      this.across = across;
      int tall = direct.rows().count(down);
      int wide = direct.columns().count(across);
      this.ys = direct.rows().elements(down);
      this.xs = direct.columns().elements(across);
      int inner = sizes.outputs() * ys.length * xs.length;
      this.own = new float[sizes.groups() * sizes.channels() * inner];
      this.product =
          new DirectProduct(
              steps,
              multiplier,
              sizes.channels(),
              MatrixLines.rows(lines(inner)).along(planes.positions(tall, wide)),
              inner,
              planes.images(),
              direct.phase(down, across),
              tall,
              wide);
    }

    /** What each weight meets of a group's gradient at the first position of the phase. */
    private int[] lines(int inner) {
      int[] begins = new int[inner];
      int row = direct.rows().first(down);
      int column = direct.columns().first(across);
      int next = 0;
      for (int channel = 0; channel < direct.sizes().outputs(); channel++) {
        for (int y : ys) {
          for (int x : xs) {
            int line = row - direct.rows().shift(y);
            begins[next++] = planes.at(channel, line, column - direct.columns().shift(x));
          }
        }
      }
      return begins;
    }

    void prepare(float[] w, int threads) {
      product.require(threads);
      Convolution sizes = direct.sizes();
      int next = 0;
      for (int group = 0; group < sizes.groups(); group++) {
        for (int channel = 0; channel < sizes.channels(); channel++) {
          for (int output = 0; output < sizes.outputs(); output++) {
            int of = (group * sizes.outputs() + output) * sizes.channels() + channel;
            for (int y : ys) {
              for (int x : xs) {
                own[next++] = w[(of * direct.rows().size() + y) * direct.columns().size() + x];
              }
            }
          }
        }
      }
    }

    void multiply(int thread, int first, int count) {
      Convolution sizes = direct.sizes();
      int size = own.length / sizes.groups();
      for (int group = 0; group < sizes.groups(); group++) {
        int plane = group * (planes.size() / sizes.groups());
        int to = sizes.inputAt(first, group);
        int next = sizes.inputAt(1, 0);
        product.run(thread, own, group * size, loaded.of(thread), plane, dx, to, next, count);
      }
    }
  }

  @Override
  public void run() {
    int threads = multiplier.threadsFor(direct.work());
    float[] w = weights.floats();
    g = gradient.floats();
    dx = output.floatsToWrite();
    loaded.require(threads);
    phases.forEach(phase -> phase.prepare(w, threads));
    if (direct.rows().stride() > 1) {
      Arrays.fill(dx, 0);
    }
    multiplier.share(threads, this);
    g = Memory.NO_FLOATS;
    dx = Memory.NO_FLOATS;
  }

  @Override
  public void run(int part, int parts) {
    int images = direct.sizes().images();
    int chunks = (images + planes.images() - 1) / planes.images();
    int end = ThreadTeam.start(chunks, part + 1, parts);
    for (int chunk = ThreadTeam.start(chunks, part, parts); chunk < end; chunk++) {
      int first = chunk * planes.images();
      int count = Math.min(planes.images(), images - first);
      for (int i = 0; i < count; i++) {
        result.load(g, direct.sizes().outputAt(first + i, 0), loaded.of(part), i * planes.image());
      }
      for (Phase phase : phases) {
        phase.multiply(part, first, count);
      }
    }
  }
}
