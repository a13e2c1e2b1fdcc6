package org.distill4j.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.distill4j.backend.Device;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.ir.Program;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A program as TorchScript")
class CompiledScriptTest {
  private static final HostTensor X = Programs.random(1, 3, 4);
  private static final HostTensor W = Programs.random(2, 4, 2);
  private static final HostTensor B = Programs.random(3, 2);
  private static final List<HostTensor> FEEDS = List.of(X, W, B);

  private final Tensor x = Programs.feed(0, X);
  private final Tensor w = Programs.feed(1, W);
  private final Tensor b = Programs.feed(2, B);

  private static String script(Map<String, Tensor> outputs, Device device) {
    List<TensorSpec> specs = FEEDS.stream().map(HostTensor::spec).toList();
    Program program = new Program(specs, 1, outputs, Map.of());
    return new CompiledScript(program.simplified(), device).methods();
  }

  private static String script(Tensor output) {
    return script(Map.of("output", output), Device.cpu());
  }

  private static HostTensor value(Tensor output) {
    try (Session session = Programs.open()) {
      return Programs.outputs(session, FEEDS, Map.of("output", output), 3).get(0);
    }
  }

  /** The same in a form that nothing is fused in. */
  private static void assertEqual(Tensor fused, Tensor plain) {
    float[] expected = value(plain).toFloatArray();
    assertThat(value(fused).toFloatArray()).containsExactly(expected, within(1e-6f));
  }

  /** A tensor that the script has to compute by itself. */
  private static Tensor alone(Tensor tensor) {
    return tensor.reshape(1, -1).reshape(tensor.shape().dims());
  }

  @Nested
  @DisplayName("has one kernel")
  class Fused {
    @Test
    @DisplayName("for a product and its bias")
    void layer() {
      Tensor layer = x.matmul(w).add(b);
      assertThat(script(layer)).contains("torch.addmm(").doesNotContain("torch.mm(");
      assertEqual(layer, x.matmul(w).transpose().transpose().add(b.reshape(1, 2)));
    }

    @Test
    @DisplayName("for a product, its bias and a rectifier")
    void rectified() {
      Tensor layer = b.add(x.matmul(w)).relu();
      assertThat(script(layer)).contains("torch._addmm_activation(").doesNotContain("relu(");
      assertEqual(layer, x.matmul(w).add(b.reshape(1, 2)).relu());
    }

    @Test
    @DisplayName("for a product of many matrices with one")
    void batched() {
      Tensor rows = x.reshape(3, 2, 2);
      Tensor layer = rows.matmul(w.slice(0, 0, 2)).add(b);
      assertThat(script(layer)).contains("torch.addmm(");
      assertEqual(layer, rows.matmul(w.slice(0, 0, 2)).add(b.reshape(1, 1, 2)));
    }

    @Test
    @DisplayName("for a sum with a multiple")
    void multiple() {
      Tensor sum = x.sub(x.exp().mul(Programs.scalar(0)));
      assertThat(script(sum)).contains("alpha=scalars[0]").doesNotContain("torch.mul(");
      assertEqual(sum, x.sub(alone(x.exp().mul(3))));
    }

    @Test
    @DisplayName("for a sum of sums")
    void sums() {
      Tensor sum = x.exp().sum(1).sum();
      assertThat(script(sum).split("torch.sum", -1)).hasSize(2);
      assertEqual(sum, alone(x.exp().sum(1)).sum());
    }
  }

  @Nested
  @DisplayName("computes by itself")
  class Separate {
    @Test
    @DisplayName("a product that is used twice")
    void product() {
      Tensor product = x.matmul(w);
      Tensor both = product.add(b).mul(product);
      assertThat(script(both)).contains("torch.mm(").doesNotContain("addmm");
      assertEqual(both, x.matmul(w).add(b.reshape(1, 2)).mul(x.matmul(w)));
    }

    @Test
    @DisplayName("what is added to the product of transposed matrices")
    void transposed() {
      Tensor product = w.transpose().matmul(x.transpose());
      assertEqual(product, x.matmul(w).transpose());
    }
  }

  @Test
  @DisplayName("computes with single numbers as numbers")
  void numbers() {
    Tensor total = x.sum().mul(Programs.scalar(0)).add(w.sum()).div(2);
    assertThat(script(total)).contains("torch.fill_(results[0], ").doesNotContain("torch.full");
    assertThat(value(total).floats().get(0)).isCloseTo((sum(X) * 3 + sum(W)) / 2, within(1e-5f));
  }

  private static float sum(HostTensor tensor) {
    float sum = 0;
    for (float value : tensor.toFloatArray()) {
      sum += value;
    }
    return sum;
  }

  @Test
  @DisplayName("compiles for a GPU, where its GPU is taken for the CPU")
  void compilesForGpu() {
    Map<String, Tensor> outputs =
        Map.of("layer", x.matmul(w).add(b), "total", x.sum().mul(Programs.scalar(0)));
    String script = script(outputs, Device.cuda(1));
    assertThat(script).contains("torch.device(\"cuda:1\")").doesNotContain("float(torch");
    try (Arena arena = Arena.open(DjlEngine.load(), SessionOptions.defaults())) {
      String onCpu = script.replace("cuda:1", "cpu");
      TorchModule.compile(arena, CompiledScript.ATTRIBUTES, onCpu);
      assertThat(arena.isOpen()).isTrue();
    }
  }
}
