import { type Request, Router } from 'express';
import type { Exchange } from '../exchange';
import type { Recording } from '../recording';
import { writeWav } from '../wav';
import { matches, page, within } from './list';
import { presentCallRecording, presentRecording } from './present-recording';
import { notFound } from './refusal';

/** Twilio's Recordings resource: lists, the metadata, the sound, and deletion. */
export function recordingsRouter(exchange: Exchange): Router {
  const router = Router();
  router.get('/Recordings.json', (request, response) => {
    const found = listed(exchange, request).filter(({ callSid }) => matches(request, 'CallSid', callSid));
    response.json(
      page(
        request,
        'recordings',
        found.map((recording) => presentRecording(exchange, recording)),
      ),
    );
  });
  router.get('/Recordings/:sid.json', (request, response) => {
    response.json(presentRecording(exchange, find(exchange, request.params.sid, request.path)));
  });
  router.get('/Recordings/:sid', (request, response) => {
    const { status, sounds, seconds, words } = find(exchange, bare(request.params.sid), request.path);
    if (status !== 'completed') throw notFound(request.path);
    response.type('audio/x-wav').send(writeWav(sounds, seconds, words));
  });
  router.delete('/Recordings/:sid', (request, response) => {
    find(exchange, bare(request.params.sid), request.path).status = 'deleted';
    response.status(204).end();
  });
  addThoseOfCalls(router, exchange);
  return router;
}

function addThoseOfCalls(router: Router, exchange: Exchange): void {
  router.get('/Calls/:call/Recordings.json', (request, response) => {
    if (!exchange.findCall(request.params.call)) throw notFound(request.path);
    const found = listed(exchange, request).filter(({ callSid }) => callSid === request.params.call);
    response.json(
      page(
        request,
        'recordings',
        found.map((recording) => presentCallRecording(exchange, recording)),
      ),
    );
  });
  router.get('/Calls/:call/Recordings/:sid.json', (request, response) => {
    response.json(presentCallRecording(exchange, find(exchange, request.params.sid, request.path)));
  });
  router.delete('/Calls/:call/Recordings/:sid.json', (request, response) => {
    find(exchange, request.params.sid, request.path).status = 'deleted';
    response.status(204).end();
  });
}

/** Newest first. */
function listed({ recordings }: Exchange, request: Request): Recording[] {
  return recordings
    .filter(({ status, createdAt }) => status !== 'deleted' && within(request, 'DateCreated', createdAt))
    .reverse();
}

function find({ recordings }: Exchange, sid: string, path: string): Recording {
  const recording = recordings.find((one) => one.sid === sid && one.status !== 'deleted');
  if (!recording) throw notFound(path);
  return recording;
}

function bare(name: string): string {
  return name.replace(/\.(wav|json)$/, '');
}
