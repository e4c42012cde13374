import { Router } from 'express';
import type { Exchange } from '../exchange';
import { type Recording, wavOf } from '../recording';
import { presentRecording } from './present';
import { notFound } from './refusal';

/** Twilio's Recordings resource: the metadata, the sound, and deletion. */
export function recordingsRouter(exchange: Exchange): Router {
  const router = Router();
  const find = (sid: string, path: string): Recording => {
    const recording = exchange.recordings.find((one) => one.sid === sid && one.status !== 'deleted');
    if (!recording) throw notFound(path);
    return recording;
  };
  router.get('/Recordings/:sid.json', (request, response) => {
    response.json(presentRecording(exchange, find(request.params.sid, request.path)));
  });
  router.get('/Recordings/:sid', (request, response) => {
    response.type('audio/x-wav').send(wavOf(find(bare(request.params.sid), request.path)));
  });
  router.delete('/Recordings/:sid', (request, response) => {
    find(bare(request.params.sid), request.path).status = 'deleted';
    response.status(204).end();
  });
  return router;
}

function bare(name: string): string {
  return name.replace(/\.(wav|json)$/, '');
}
