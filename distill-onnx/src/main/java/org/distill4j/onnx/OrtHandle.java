package org.distill4j.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;

/** A loaded model and its native memory, which is freed when it is closed or unreachable. */
final class OrtHandle implements AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();

  /** The setting that keeps sums of int8 products exact on processors without VNNI, where they would overflow. */
  private static final String NO_SATURATION = "session.x64quantprecision";

  private final String name;
  private final Loaded loaded;
  private final Cleaner.Cleanable release;

  private OrtHandle(String name, OrtSession session) {
    this.name = name;
    this.loaded = new Loaded(session);
    this.release = CLEANER.register(this, loaded);
  }

  /** The action of a call on the engine. */
  interface Work<T> {
    T on(OrtEnvironment environment, OrtSession session) throws OrtException;
  }

  /** The source from which the engine loads a model: a file or memory. */
  interface Source {
    OrtSession open(OrtEnvironment environment, OrtSession.SessionOptions options)
        throws OrtException;
  }

  private static final class Loaded implements Runnable {
    private final OrtSession session;
    private boolean closed;

    Loaded(OrtSession session) {
      this.session = session;
    }

    @Override
    public synchronized void run() {
      if (!closed) {
        closed = true;
        try {
          session.close();
        } catch (OrtException error) {
          throw new IllegalStateException("ONNX Runtime could not close a model", error);
        }
      }
    }
  }

  static OrtHandle open(String name, Source source, OnnxOptions options) {
    OrtNatives.load();
    try (OrtSession.SessionOptions settings = new OrtSession.SessionOptions()) {
      settings.setIntraOpNumThreads(options.threads());
      settings.setInterOpNumThreads(1);
      // What a file deserves a warning for is the business of whoever made it.
      settings.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      settings.addConfigEntry(NO_SATURATION, "1");
      for (var axis : options.axes().entrySet()) {
        settings.setSymbolicDimensionValue(axis.getKey(), axis.getValue());
      }
      return new OrtHandle(name, source.open(OrtEnvironment.getEnvironment(), settings));
    } catch (OrtException error) {
      IllegalArgumentException refused = OnnxFile.notOnnx(name, String.valueOf(error.getMessage()));
      refused.initCause(error);
      throw refused;
    }
  }

  String name() {
    return name;
  }

  /** Runs an action when no other call is running and the model is still open. */
  synchronized <T> T call(Work<T> work) {
    if (loaded.closed) {
      throw new IllegalStateException(
          "The model "
              + name
              + " was used after it was closed, expected an open one.\n"
              + "Maybe a try block ended before its last use.");
    }
    try {
      return work.on(OrtEnvironment.getEnvironment(), loaded.session);
    } catch (OrtException error) {
      throw failed(error);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private RuntimeException failed(OrtException error) {
    String message =
        "ONNX Runtime failed on "
            + name
            + ", expected it to compute: "
            + error.getMessage()
            + "\nMaybe an id is past the end of a table, or the file fixes a shape inside.";
    return error.getCode() == OrtException.OrtErrorCode.ORT_INVALID_ARGUMENT
        ? new IllegalArgumentException(message, error)
        : new IllegalStateException(message, error);
  }

  @Override
  public synchronized void close() {
    release.clean();
  }
}
