/** The distillation objective and its relatives, layers, the trainer, teachers and weight files. */
// Guice names its module in the manifest alone, and the modules that read internal packages come
// later.
@SuppressWarnings({"requires-automatic", "module"})
module org.distill4j.core {
  requires transitive org.distill4j.api;
  requires com.fasterxml.jackson.databind;
  requires static com.google.guice;
  requires de.siegmar.fastcsv;
  requires java.desktop;
  requires static org.jspecify;

  exports org.distill4j.core.cache;
  exports org.distill4j.core.checkpoint;
  exports org.distill4j.core.compression;
  exports org.distill4j.core.data;
  exports org.distill4j.core.engine;
  exports org.distill4j.core.function;
  exports org.distill4j.core.init;
  exports org.distill4j.core.layer;
  exports org.distill4j.core.loss;
  exports org.distill4j.core.metric;
  exports org.distill4j.core.model;
  exports org.distill4j.core.recipe;
  exports org.distill4j.core.rounds;
  exports org.distill4j.core.run;
  exports org.distill4j.core.summary;
  exports org.distill4j.core.teacher;
  exports org.distill4j.core.train;
  exports org.distill4j.core.tune;
  exports org.distill4j.core.weights;
  exports org.distill4j.core.wiring;
  exports org.distill4j.core.file to
      org.distill4j.cli,
      org.distill4j.onnx,
      org.distill4j.text;

  opens org.distill4j.core.wiring to
      com.google.guice;
}
