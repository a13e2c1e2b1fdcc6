package org.distill4j.dl4j;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.distill4j.backend.Session;
import org.distill4j.tensor.TensorSpec;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network's configuration and parameters from a zip of Deeplearning4j. The engine's own reader
 * restores serialised Java objects that it finds in the file, so the two entries are read here.
 */
final class NetworkFile {
  private static final String CONFIGURATION = "configuration.json";
  private static final String PARAMETERS = "coefficients.bin";

  /** What the configuration of a graph has, and that of a stack of layers has not. */
  private static final String GRAPH = "\"networkInputs\"";

  private NetworkFile() {}

  static NetworkPredictor open(
      Session session, Path file, Map<String, TensorSpec> inputs, List<String> outputs) {
    return NetworkPredictor.open(session, () -> read(file), file.toString(), inputs, outputs);
  }

  private static ComputationGraph read(Path file) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      String configuration = new String(entry(zip, CONFIGURATION), StandardCharsets.UTF_8);
      NetworkConfiguration.require(configuration);
      INDArray parameters = parameters(entry(zip, PARAMETERS));
      return configuration.contains(GRAPH)
          ? graph(configuration, parameters)
          : layers(configuration, parameters).toComputationGraph();
    } catch (IOException | RuntimeException unreadable) {
      throw new IllegalArgumentException(
          file
              + " could not be read ("
              + brief(unreadable)
              + "), expected a zip of Deeplearning4j.\n"
              + "Maybe it was written otherwise than by ModelSerializer.writeModel or save.",
          unreadable);
    }
  }

  /** The engine quotes what it reads. */
  private static String brief(Exception unreadable) {
    String first = String.valueOf(unreadable.getMessage()).lines().findFirst().orElse("");
    return first.length() <= 300 ? first : first.substring(0, 300) + "…";
  }

  private static byte[] entry(ZipFile zip, String name) throws IOException {
    try (InputStream in = stream(zip, name)) {
      return in.readAllBytes();
    }
  }

  private static InputStream stream(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new FileNotFoundException("it has no entry " + name);
    }
    return zip.getInputStream(entry);
  }

  private static INDArray parameters(byte[] bytes) throws IOException {
    ParameterBytes.require(bytes);
    try (DataInputStream data = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return Nd4j.read(data);
    }
  }

  private static ComputationGraph graph(String configuration, INDArray parameters) {
    ComputationGraphConfiguration conf = ComputationGraphConfiguration.fromJson(configuration);
    conf.setDataType(parameters.dataType());
    ComputationGraph graph = new ComputationGraph(conf);
    graph.init(parameters, false);
    return graph;
  }

  private static MultiLayerNetwork layers(String configuration, INDArray parameters) {
    MultiLayerConfiguration conf = MultiLayerConfiguration.fromJson(configuration);
    conf.setDataType(parameters.dataType());
    MultiLayerNetwork network = new MultiLayerNetwork(conf);
    network.init(parameters, false);
    return network;
  }
}
