package org.distill4j.benchmarks.djl;

import java.util.ArrayList;
import java.util.List;
import org.distill4j.benchmarks.job.NetworkJob;

/** The networks of {@link NetworkJob} as TorchScript, in PyTorch's own layers. */
final class TorchNetwork {
  private static final int WIDTH = NetworkJob.WIDTH;
  private static final int HEADS = NetworkJob.HEADS;

  private final List<String> parameters;
  private final List<String> states;
  private final List<String> lines = new ArrayList<>();

  private TorchNetwork(List<String> parameters, List<String> states) {
    this.parameters = parameters;
    this.states = states;
  }

  /**
   * Returns the statements that compute {@code s}, the logits, from {@code x}.
   *
   * @param job which network
   * @param parameters the names of what the list p holds
   * @param states the names of what the list r holds
   */
  static List<String> lines(NetworkJob job, List<String> parameters, List<String> states) {
    TorchNetwork network = new TorchNetwork(parameters, states);
    String logits =
        job.kind() == NetworkJob.Kind.RESIDUAL ? network.residual() : network.transformer(job);
    network.lines.add("s = " + logits);
    return network.lines;
  }

  private String call(String function, Object... arguments) {
    List<String> texts = new ArrayList<>();
    for (Object argument : arguments) {
      texts.add(String.valueOf(argument));
    }
    String name = "n" + lines.size();
    lines.add(name + " = torch." + function + "(" + String.join(", ", texts) + ")");
    return name;
  }

  private String parameter(String name) {
    return "p[" + parameters.indexOf(name) + "]";
  }

  private String state(String name) {
    return "r[" + states.indexOf(name) + "]";
  }

  private String residual() {
    String value = call("relu", normed("x", "conv1", "batchNorm1", 1, 1));
    value = block(value, "block1", 1);
    value = block(value, "block2", 2);
    value = block(value, "block3", 2);
    return dense(call("mean", value, "[2, 3]"), "dense");
  }

  private String block(String input, String name, int stride) {
    String body = name + ".residual1.body.";
    String first = normed(input, body + "conv1", body + "batchNorm1", stride, 1);
    String second = normed(call("relu", first), body + "conv2", body + "batchNorm2", 1, 1);
    String around =
        stride == 1 ? input : convolved(input, name + ".residual1.projection", stride, 0);
    return call("relu", call("add", second, around));
  }

  private String normed(String input, String convolution, String norm, int stride, int padding) {
    return call(
        "batch_norm",
        convolved(input, convolution, stride, padding),
        parameter(norm + ".weight"),
        parameter(norm + ".bias"),
        state(norm + ".runningMean"),
        state(norm + ".runningVariance"),
        "True",
        "0.1",
        "1.0E-5",
        "False");
  }

  private String convolved(String input, String name, int stride, int padding) {
    String weight = parameter(name + ".weight");
    return call("conv2d", input, weight, "None", twice(stride), twice(padding), twice(1), 1);
  }

  private static String twice(int value) {
    return "[" + value + ", " + value + "]";
  }

  private String dense(String input, String name) {
    return call("addmm", parameter(name + ".bias"), input, parameter(name + ".weight"));
  }

  private String transformer(NetworkJob job) {
    int rows = NetworkJob.BATCH * job.length();
    String embedded = call("embedding", parameter("embedding1.weight"), "x");
    String placed = call("add", embedded, parameter("learnedPositions1.weight"));
    String value = call("reshape", placed, List.of(rows, WIDTH));
    value = encoded(value, "block1.", job.length());
    value = encoded(value, "block2.", job.length());
    String texts = call("reshape", value, List.of(NetworkJob.BATCH, job.length(), WIDTH));
    return dense(call("mean", texts, "[1]"), "dense");
  }

  private String encoded(String input, String block, int length) {
    String joint = dense(norm(input, block + "norm1"), block + "attention.input");
    String attended = dense(attended(joint, length), block + "attention.output");
    String between = call("add", input, attended);
    String expanded = dense(norm(between, block + "norm2"), block + "expand");
    String active = call("gelu", expanded, "approximate=\"none\"");
    return call("add", between, dense(active, block + "contract"));
  }

  private String norm(String input, String name) {
    String weight = parameter(name + ".weight");
    String bias = parameter(name + ".bias");
    return call("layer_norm", input, "[" + WIDTH + "]", weight, bias, "1.0E-5", "False");
  }

  private String attended(String joint, int length) {
    List<Integer> heads = List.of(NetworkJob.BATCH, length, 3, HEADS, WIDTH / HEADS);
    String parts = call("permute", call("reshape", joint, heads), "[2, 0, 3, 1, 4]");
    String query = call("select", parts, 0, 0);
    String key = call("select", parts, 0, 1);
    String value = call("select", parts, 0, 2);
    String seen = call("scaled_dot_product_attention", query, key, value, "None", "0.0", "False");
    List<Integer> rows = List.of(NetworkJob.BATCH * length, WIDTH);
    return call("reshape", call("transpose", seen, 1, 2), rows);
  }
}
