package org.distill4j.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.ir.Program;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The arrays of a session's plans")
class HeldArraysTest {
  private static final int SIZE = 100;
  private static final int BYTES = SIZE * Float.BYTES;

  /** A plan of one array, whose first element is a number after a run. */
  private record Numbered(Memory memory, Plan plan) {
    static Numbered of(float number) {
      Memory memory = new Memory(SIZE);
      Runnable kernel = () -> memory.floatsToWrite()[0] = number;
      return new Numbered(memory, new Plan(List.of(kernel), List.of(memory), List.of()));
    }

    void run(HeldArrays arrays) {
      arrays.use(plan);
      plan.run();
    }

    float first() {
      return memory.floats()[0];
    }
  }

  @Test
  @DisplayName("are given up by the plan that ran longest ago, and made again when it runs")
  void oldest() {
    HeldArrays arrays = new HeldArrays(2 * BYTES);
    Numbered one = Numbered.of(1);
    Numbered two = Numbered.of(2);
    Numbered three = Numbered.of(3);
    one.run(arrays);
    two.run(arrays);
    one.run(arrays);
    assertThat(List.of(one.first(), two.first())).containsExactly(1f, 2f);

    three.run(arrays);
    assertThat(arrays.bytes()).isEqualTo(2 * BYTES);
    assertThat(List.of(one.first(), two.first(), three.first())).containsExactly(1f, 0f, 3f);

    two.run(arrays);
    assertThat(List.of(one.first(), two.first(), three.first())).containsExactly(0f, 2f, 3f);
  }

  @Test
  @DisplayName("may be more than that for the plan that runs")
  void large() {
    HeldArrays arrays = new HeldArrays(BYTES / 2);
    Numbered one = Numbered.of(1);
    one.run(arrays);
    assertThat(one.first()).isEqualTo(1);
    assertThat(arrays.bytes()).isEqualTo(BYTES);
  }

  /** Needs three arrays of the size of its input, which is one of them. */
  private static Program program(int rows) {
    TensorSpec square = TensorSpec.floats(rows, rows);
    Tensor y = Tensor.leaf(new Op.Feed(0), square).softmax(1);
    Tensor z = y.softmax(0);
    return new Program(List.of(square), 0, Map.of("sum", y.mul(z).sum()), Map.of());
  }

  @Test
  @DisplayName("of many shapes fit on the heap one after the other, where all together would not")
  void manyShapes() {
    int plans = 64;
    long heap = Runtime.getRuntime().maxMemory();
    int least = (int) Math.sqrt(1.2 * heap / plans / 3 / Float.BYTES);
    try (Session session = new JavaBackend().open(SessionOptions.defaults())) {
      List<Executable> all = new ArrayList<>();
      for (int rows = least; rows < least + plans; rows++) {
        Executable executable = session.compile(program(rows), session.variables(Map.of()));
        all.add(executable);
        HostTensor feed = HostTensor.allocate(DType.FLOAT32, Shape.of(rows, rows));
        // Both are 1 / rows everywhere.
        assertThat(executable.run(List.of(feed)).get(0).floats().get(0))
            .isCloseTo(1, within(1e-3f));
      }
      assertThat(all).hasSize(plans);
    }
  }
}
