package org.distill4j.tensorflow;

import java.util.Map;
import org.distill4j.backend.Guard;
import org.distill4j.backend.Session;
import org.distill4j.model.EngineNetwork;
import org.distill4j.model.Inputs;
import org.distill4j.tensor.TensorSpec;

/** Students that are written in TensorFlow's own operations. */
public final class TfStudents {
  private TfStudents() {}

  /**
   * Returns a function of TensorFlow's operations as a network to train and to use. TensorFlow
   * finds its gradient, for those operations for which it knows one. It is run once on two examples
   * of zeros to find out the outputs' shapes.
   *
   * @param session where it runs, opened by {@link TfBackend}
   * @param input type and shape of one example's input, without the batch axis
   * @param seed of the first values
   * @param function the network
   * @return the network, freed with its session or when nobody can reach it any more
   * @throws IllegalArgumentException if the session is another backend's, or the function gives no
   *     outputs, keeps other values in evaluation than in training, keeps nothing to train, has no
   *     gradient in what it trains, or fails on such an input
   * @throws IllegalStateException if the session was closed
   */
  public static EngineNetwork function(
      Session session, TensorSpec input, long seed, TfFunction function) {
    return function(session, Map.of(Inputs.INPUT, input), seed, function);
  }

  /**
   * Returns a function of several inputs, which requests them by {@link TfScope#input(String,
   * Class)}. All else is as for {@link #function(Session, TensorSpec, long, TfFunction)}. An axis
   * may be free, for example {@code TensorSpec.freeInts("length")}: each batch has its own length
   * there.
   *
   * @param session where it runs, opened by {@link TfBackend}
   * @param inputs type and shape of each input for one example by name, without the batch axis
   * @param seed of the first values
   * @param function the network
   * @return the network, freed with its session or when nobody can reach it any more
   * @throws IllegalArgumentException as above
   * @throws IllegalStateException if the session was closed
   */
  public static EngineNetwork function(
      Session session, Map<String, TensorSpec> inputs, long seed, TfFunction function) {
    TfSession own =
        Guard.engine(session, TfSession.class)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "The session runs "
                            + session.engineVersion()
                            + ", expected one of the backend \"tensorflow\", which runs"
                            + " TensorFlow's operations.\n"
                            + "Maybe open a session for the network, and train it on the session"
                            + " that is there."));
    return TfNetwork.open(session, own, inputs, seed, function);
  }
}
