/** Text: folders of Hugging Face as models. */
module org.distill4j.text {
  requires transitive org.distill4j.core;
  requires com.fasterxml.jackson.databind;
  requires static org.jspecify;

  exports org.distill4j.text;
}
