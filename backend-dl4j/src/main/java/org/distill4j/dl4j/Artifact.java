package org.distill4j.dl4j;

/** Parts of Deeplearning4j that users add themselves if they need them. */
enum Artifact {
  /** Networks and their files. */
  DEEPLEARNING4J("org.deeplearning4j.nn.graph.ComputationGraph", "deeplearning4j-nn"),
  /** Keras models. */
  MODEL_IMPORT(
      "org.deeplearning4j.nn.modelimport.keras.KerasModelImport", "deeplearning4j-modelimport");

  private final String witness;
  private final String name;

  Artifact(String witness, String name) {
    this.witness = witness;
    this.name = name;
  }

  void require() {
    require(Artifact.class.getClassLoader());
  }

  void require(ClassLoader loader) {
    try {
      Class.forName(witness, false, loader);
    } catch (ClassNotFoundException | LinkageError absent) {
      throw new IllegalStateException(
          witness
              + " is not on the classpath, expected it for networks of Deeplearning4j and Keras.\n"
              + "Maybe add org.deeplearning4j:"
              + name
              + ":"
              + Dl4jEngine.version()
              + ".",
          absent);
    }
  }
}
