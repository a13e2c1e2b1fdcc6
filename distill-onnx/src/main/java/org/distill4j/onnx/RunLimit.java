package org.distill4j.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends runs that take too long, as a hostile graph has loops of any length. The engine looks for
 * that between two operations.
 *
 * @param model what messages call the model
 * @param limit the most that a run may take
 */
record RunLimit(String model, Duration limit) {
  private static final ScheduledThreadPoolExecutor CLOCK = clock();

  private static ScheduledThreadPoolExecutor clock() {
    ScheduledThreadPoolExecutor clock =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "distill4j-onnx-limit");
              thread.setDaemon(true);
              return thread;
            });
    clock.setRemoveOnCancelPolicy(true);
    return clock;
  }

  /** A run that may be ended until it is closed. */
  private static final class Run implements AutoCloseable {
    private final OrtSession.RunOptions options;
    private boolean closed;
    private boolean ended;

    Run(OrtSession.RunOptions options) {
      this.options = options;
    }

    synchronized void end() {
      if (!closed) {
        ended = true;
        try {
          options.setTerminate(true);
        } catch (OrtException unknown) {
          throw new IllegalStateException("A run could not be ended", unknown);
        }
      }
    }

    synchronized boolean isEnded() {
      return ended;
    }

    @Override
    public synchronized void close() {
      closed = true;
      options.close();
    }
  }

  /** Runs a session, and ends that after the limit. */
  OrtSession.Result run(OrtSession session, Map<String, OnnxTensor> inputs, Set<String> outputs)
      throws OrtException {
    OrtSession.RunOptions options = new OrtSession.RunOptions();
    try (Run run = new Run(options)) {
      Future<?> end = CLOCK.schedule(run::end, limit.toNanos(), TimeUnit.NANOSECONDS);
      try {
        return session.run(inputs, outputs, options);
      } catch (OrtException error) {
        if (run.isEnded()) {
          throw tooLong(error);
        }
        throw error;
      } finally {
        end.cancel(false);
      }
    }
  }

  private IllegalStateException tooLong(OrtException error) {
    return new IllegalStateException(
        model
            + " computed for more than "
            + limit.toMillis() / 1000.0
            + " seconds, expected less.\nMaybe OnnxOptions.withTimeLimit gives it more, or its"
            + " loops are endless.",
        error);
  }
}
