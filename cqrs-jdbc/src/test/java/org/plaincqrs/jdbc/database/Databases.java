package org.plaincqrs.jdbc.database;

/** Where fresh databases come from. */
interface Databases {
  FreshDatabase fresh();
}
