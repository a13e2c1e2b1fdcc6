package org.distill4j.conformance.broken;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.DrivenBackend;
import org.distill4j.conformance.DrivenSession;
import org.distill4j.model.Predictions;
import org.distill4j.program.StepInput;
import org.distill4j.tensor.HostTensor;
import org.distill4j.train.LearnerSpec;
import org.distill4j.train.LossValues;

/** Leaks; nothing is computed, to save time. */
final class MemoryBreakages {
  // Far above the limit of the rules, for the heap may shrink in the same window.
  private static final int LITTLE = 128 * 1024;
  private static final int MUCH = 4 * 1024 * 1024;

  private MemoryBreakages() {}

  static Stream<Breakage> all() {
    return Stream.of(
        Breakage.of("each step leaks", MemoryBreakages::steps, "MEM-01"),
        Breakage.of("each prediction leaks", MemoryBreakages::predictions, "MEM-02"),
        Breakage.of("each session leaks", MemoryBreakages::sessions, "MEM-03"),
        Breakage.of("each learner that nobody closes leaks", MemoryBreakages::learners, "MEM-04"));
  }

  /**
   * Memory outside of the heap that is never freed as long as the backend is there. It is mapped,
   * as what the allocator hands out may have been freed by another test and be resident already.
   */
  private static final class Native {
    private final List<ByteBuffer> blocks = new ArrayList<>();

    void leak(int bytes) {
      ByteBuffer block = mapped(bytes);
      for (int i = 0; i < bytes; i += 1024) {
        block.put(i, (byte) 1);
      }
      blocks.add(block);
    }

    private static ByteBuffer mapped(int bytes) {
      try (FileChannel file =
          FileChannel.open(
              Files.createTempFile("leak", ""),
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE)) {
        return file.map(FileChannel.MapMode.READ_WRITE, 0, bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static DrivenBackend steps() {
    Native memory = new Native();
    return LearnerBreakages.stepping(
        (right, input) -> {
          memory.leak(LITTLE);
          return new LossValues(Map.of("total", 0.0));
        });
  }

  private static DrivenBackend predictions() {
    Native memory = new Native();
    return PassingBackend.predictors(
        (right, model, weights) ->
            new PassingPredictor(right.predictor(model, weights)) {
              @Override
              public Predictions predict(Map<String, HostTensor> inputs) {
                memory.leak(LITTLE);
                return Predictions.of(Map.of());
              }
            });
  }

  private static DrivenBackend sessions() {
    Native memory = new Native();
    return new PassingBackend() {
      @Override
      public DrivenSession open(SessionOptions options) {
        memory.leak(MUCH);
        return super.open(options);
      }
    };
  }

  private static DrivenBackend learners() {
    Native memory = new Native();
    return PassingBackend.learners((right, spec) -> new Forgotten(right, spec, memory));
  }

  private static final class Forgotten extends PassingLearner {
    Forgotten(DrivenSession right, LearnerSpec spec, Native memory) {
      super(right.learner(spec));
      memory.leak(MUCH);
    }

    @Override
    public LossValues step(StepInput input) {
      return new LossValues(Map.of("total", 0.0));
    }
  }
}
