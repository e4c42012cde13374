import { askingNodes } from '../support/routes';
import { callerQuestions, silenceAnswers } from '../support/routes-caller';
import { completionRoutes, noticeNodes, restorationRoutes } from '../support/routes-customer';
import { assignRoutes, crewQuestions, offerRoutes } from '../support/routes-staff';

/** Every node that asks something has a call test: a new one needs its route, and a route its node. */

it('has a route to every question of the flows', () => {
  const routes = [...silenceAnswers, ...offerRoutes, ...assignRoutes, ...completionRoutes, ...restorationRoutes];
  const walked = [...callerQuestions, ...crewQuestions, ...routes.map(({ node }) => node), ...noticeNodes];
  expect(walked.toSorted()).toEqual(askingNodes().toSorted());
});
