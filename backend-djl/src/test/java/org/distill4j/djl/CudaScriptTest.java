package org.distill4j.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import java.util.List;
import org.distill4j.backend.Device;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.program.Program;
import org.distill4j.program.Recorder;
import org.distill4j.spi.LearnerSpec;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A script for a GPU")
class CudaScriptTest {
  private static final Device GPU = Device.cuda(1);
  private static final Model MODEL = Fixtures.mlp();

  private static String onCpu(String methods) {
    assertThat(methods).contains("torch.device(\"cuda:1\")");
    return methods.replace("cuda:1", "cpu");
  }

  @Test
  @DisplayName("predicts the same where its GPU is taken for the CPU")
  void predicts() {
    Weights weights = Fixtures.weights(MODEL, 1);
    HostTensor inputs = Fixtures.input(4, 1, 0).parts().get(0).batch().inputs();
    Program program = Recorder.forward(MODEL, Mode.EVALUATION, 4);
    ProgramScript script = new ProgramScript(program, GPU);
    Engine engine = DjlEngine.load();
    try (Arena arena = Arena.open(engine, SessionOptions.defaults())) {
      Place place = new Place(arena, new Transfer(arena), GPU);
      List<TensorSpec> results = List.of(TensorSpec.floats(4, Fixtures.CLASSES));
      ProgramModule module =
          new ProgramModule(place, script, 0, onCpu(script.predict()), List.of(), results);
      DjlArrays arrays = DjlArrays.weightsOf(place, program);
      arrays.set(weights);
      module.bind("parameters", arrays.of(program.parameters()));
      module.setFeeds(module.reader().read(inputs));
      module.run("predict");
      assertThat(module.result(0).copy()).isEqualTo(predictedByTheBackend(weights, inputs));
    }
  }

  private static HostTensor predictedByTheBackend(Weights weights, HostTensor inputs) {
    try (var session = new DjlBackend().open(SessionOptions.defaults());
        var predictor = session.predictor(MODEL, weights)) {
      return predictor.predict(inputs).logits();
    }
  }

  @Test
  @DisplayName("compiles for a training step")
  void compiles() {
    LearnerSpec spec =
        LearnerSpec.of(
            MODEL,
            Fixtures.weights(MODEL, 1),
            DistillationLoss.of(4, 0.7),
            Fixtures.signature(Fixtures.CLASSES),
            Adam.of(0.01));
    ProgramScript script = new ProgramScript(spec.record(4), GPU);
    String update = new UpdateScript(spec, GPU, 4).methods();
    String step = new StepScript(script).methods();
    List<String> attributes =
        List.of(
            "parameters",
            "states",
            "feeds",
            "scalars",
            "constants",
            "results",
            "rates",
            "sums",
            "slot0",
            "slot1");
    try (Arena arena = Arena.open(DjlEngine.load(), SessionOptions.defaults())) {
      TorchModule.compile(arena, attributes, onCpu(update) + onCpu(step));
      assertThat(arena.isOpen()).isTrue();
    }
  }
}
