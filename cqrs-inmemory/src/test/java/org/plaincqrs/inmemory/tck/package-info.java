/** The Reactive Streams TCK, run on the answers of a query. */
package org.plaincqrs.inmemory.tck;
