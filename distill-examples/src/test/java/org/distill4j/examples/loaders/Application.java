package org.distill4j.examples.loaders;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.FutureTask;
import org.distill4j.backend.Backends;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.model.Models;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.model.Model;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.train.TrainingPlan;

/**
 * Trains and predicts on threads with different context class loaders; packed into a Spring Boot
 * jar, into a web application and into a module by the tests beside it. The first thread is one
 * that knows nothing of the application, so that the engine starts on it.
 */
public final class Application {
  private static final HostTensor INPUTS =
      HostTensor.ofFloats(Shape.of(4, 2), 1, 2, 3, 4, -1, -2, -3, -4);

  private Application() {}

  /**
   * Prints a line for each thread.
   *
   * @param args none
   * @throws Exception if a thread fails
   */
  public static void main(String[] args) throws Exception {
    System.out.println("loader: " + Application.class.getClassLoader().getClass().getSimpleName());
    System.out.println("backend: " + Backends.find().choose().getClass().getModule());
    System.out.println("no loader: " + withoutLoader(Application::trainAndPredict));
    System.out.println("common pool: " + inCommonPool(Application::trainAndPredict));
    System.out.println("main: " + trainAndPredict());
  }

  private static String withoutLoader(Callable<String> work) throws Exception {
    FutureTask<String> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "without loader");
    thread.setContextClassLoader(null);
    thread.start();
    return task.get();
  }

  private static String inCommonPool(Callable<String> work) throws Exception {
    return CompletableFuture.supplyAsync(() -> call(work)).get();
  }

  private static String call(Callable<String> work) {
    try {
      return Thread.currentThread().getName().replaceAll("-\\d+$", "") + " " + work.call();
    } catch (Exception failed) {
      throw new CompletionException(failed);
    }
  }

  private static String trainAndPredict() {
    Model model = Models.mlp(2, 4, 2);
    InMemoryDataset data = InMemoryDataset.of(INPUTS, HostTensor.ofInts(Shape.of(4), 0, 0, 1, 1));
    try (Session session = Backends.find().choose().open(SessionOptions.defaults())) {
      Weights weights =
          new SessionTrainer(session)
              .train(
                  TrainingPlan.of(model, data)
                      .loss(CrossEntropyLoss.ofLabels())
                      .optimizer(Adam.of(1e-2))
                      .epochs(2)
                      .batchSize(2)
                      .build())
              .weights();
      try (Predictor predictor = ModelPredictor.open(session, model, weights)) {
        return "trained, then predicted " + predictor.predict(INPUTS).logits().shape();
      }
    }
  }
}
