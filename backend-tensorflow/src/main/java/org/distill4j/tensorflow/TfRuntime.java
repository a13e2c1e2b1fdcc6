package org.distill4j.tensorflow;

import java.util.ArrayList;
import java.util.List;
import org.distill4j.backend.SessionOptions;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.family.TType;

/**
 * A graph and the TensorFlow session that runs it. Programs are added one after another and share
 * the session's variables.
 */
final class TfRuntime implements AutoCloseable {
  private final Graph graph;
  private final List<TType> owned = new ArrayList<>();
  private final Session session;
  private final String placement;
  private int programs;
  private boolean closed;

  /** Creates a runtime that takes over a graph and its session. */
  TfRuntime(Graph graph, Session session, SessionOptions options) {
    this.graph = graph;
    this.session = session;
    this.placement = TfDevices.placement(options.device());
  }

  /** Creates a runtime without programs yet. */
  static TfRuntime empty(SessionOptions options) {
    Graph graph = new Graph();
    return new TfRuntime(graph, new Session(graph, TfDevices.config(options)), options);
  }

  /** Begins a program. */
  TfNodes begin() {
    return new TfNodes(graph, nextName(), placement);
  }

  private String nextName() {
    return "program" + programs++;
  }

  /** A copied graph: the counterparts of the original nodes. */
  record Installed(Graph graph, String prefix) {
    Output<?> output(Output<?> built) {
      return graph.operationOrThrow(prefix + "/" + built.op().name()).output(built.index());
    }
  }

  /**
   * Copies a graph, so that each operation gets the device, including those that TensorFlow adds
   * for the gradients of a network.
   */
  Installed install(Graph built) {
    GraphDef.Builder program = built.toGraphDef().toBuilder();
    program.getNodeBuilderList().forEach(node -> node.setDevice(placement));
    String prefix = nextName();
    graph.importGraphDef(program.build(), prefix);
    return new Installed(graph, prefix);
  }

  /** Frees a tensor together with this. */
  TType own(TType tensor) {
    owned.add(tensor);
    return tensor;
  }

  Session.Runner runner() {
    return session.runner();
  }

  static Result run(Session.Runner runner) {
    try {
      return runner.run();
    } catch (TensorFlowException error) {
      throw new IllegalStateException(
          "TensorFlow could not run a program: "
              + error.getMessage()
              + "\nMaybe the batch is too large for the device's memory.",
          error);
    }
  }

  /** Closes the session first: TensorFlow waits for ever when a graph is closed under one. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      session.close();
      graph.close();
      owned.forEach(TType::close);
    }
  }
}
