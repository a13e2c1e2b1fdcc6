/** Models, losses, optimizers, trainers, teachers and data, as users meet them. */
module org.distill4j.api {
  requires transitive org.distill4j.ir;
  requires static org.jspecify;

  exports org.distill4j.data;
  exports org.distill4j.loss;
  exports org.distill4j.model;
  exports org.distill4j.optim;
  exports org.distill4j.program;
  exports org.distill4j.teacher;
  exports org.distill4j.train;
}
