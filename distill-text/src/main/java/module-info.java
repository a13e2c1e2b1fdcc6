/** Text: tokenizers, texts as data, and folders of Hugging Face as models. */
// DJL names its modules in the manifest alone.
@SuppressWarnings("requires-automatic")
module org.distill4j.text {
  requires transitive org.distill4j.core;
  requires com.fasterxml.jackson.databind;
  requires ejml.core;
  requires ejml.ddense;
  requires static ai.djl.api;
  requires static ai.djl.tokenizers;
  requires static org.jspecify;

  exports org.distill4j.text;
}
