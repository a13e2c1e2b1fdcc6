package org.distill4j.tensorflow;

import java.util.ArrayList;
import java.util.List;
import org.distill4j.backend.SessionOptions;
import org.tensorflow.Graph;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.GraphDef;

/**
 * A graph and the TensorFlow session that runs it. Programs are installed one after another and
 * share the session's variables. The programs are built elsewhere and copied in, so that each
 * operation gets the device, those included that TensorFlow adds for the gradients of a network.
 */
final class TfRuntime implements AutoCloseable {
  private final Graph graph;
  private final List<AutoCloseable> owned = new ArrayList<>();
  private final Session session;
  private final String placement;
  private int installed;
  private boolean closed;

  private TfRuntime(Graph graph, Session session, SessionOptions options) {
    this.graph = graph;
    this.session = session;
    this.placement = TfDevices.placement(options.device());
  }

  /** One without programs yet. */
  static TfRuntime empty(SessionOptions options) {
    Graph graph = new Graph();
    return new TfRuntime(graph, new Session(graph, TfDevices.config(options)), options);
  }

  /** One that takes over a graph and its session from TensorFlow. */
  static TfRuntime adopt(Graph graph, Session session, SessionOptions options) {
    return new TfRuntime(graph, session, options);
  }

  /** A program in this graph: the counterparts of the nodes it was built from. */
  record Installed(Graph graph, String prefix) {
    Output<?> output(Output<?> built) {
      return operation(built.op()).output(built.index());
    }

    Operation operation(Operation built) {
      return operation(built.name());
    }

    Operation operation(String name) {
      return graph.operationOrThrow(prefix + "/" + name);
    }
  }

  Installed install(Graph built) {
    return install(built.toGraphDef());
  }

  Installed install(GraphDef built) {
    GraphDef.Builder program = built.toBuilder();
    program.getNodeBuilderList().forEach(node -> node.setDevice(placement));
    String prefix = "program" + installed++;
    graph.importGraphDef(program.build(), prefix);
    return new Installed(graph, prefix);
  }

  /** Closes something together with this. */
  <T extends AutoCloseable> T own(T resource) {
    owned.add(resource);
    return resource;
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

  /** The session goes first: TensorFlow waits for ever when a graph is closed under one. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      session.close();
      graph.close();
      owned.forEach(TfRuntime::release);
    }
  }

  private static void release(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception error) {
      throw new IllegalStateException(
          "TensorFlow could not free a tensor: " + error.getMessage() + "\nMaybe restart.", error);
    }
  }
}
